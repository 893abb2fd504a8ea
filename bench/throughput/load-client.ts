import { once } from "node:events";
import { connect } from "node:tls";
import { creations } from "./creations.ts";

export const connections = 8;

export interface Round {
  readonly responses: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Load {
  readonly port: number;
  readonly ca: string;
  readonly seconds: number;
  readonly templates: number;
}

/** Writes prepared bytes and looks for the end of the response: a client that did more would be what is measured. */
export async function applyLoad({ port, ca, seconds, templates }: Load): Promise<Round> {
  const requests = creations(templates).map(requestBytes);
  let sent = 0;
  const next = (): Buffer => requests[sent++ % requests.length] ?? Buffer.alloc(0);
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const one = async (): Promise<void> => {
    const socket = connect({ host: "127.0.0.1", port, ca });
    await once(socket, "secureConnect");
    await new Promise<void>((resolve, reject) => {
      let sentMs = performance.now();
      let response = "";
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("the server closed the connection")));
      socket.on("data", (chunk: Buffer) => {
        response += chunk.toString("latin1");
        if (!isWhole(response)) return;
        if (!response.startsWith("HTTP/1.1 200 ")) return reject(new Error(response));
        response = "";
        const nowMs = performance.now();
        latenciesMs.push(nowMs - sentMs);
        if (nowMs > endMs) return resolve();
        sentMs = nowMs;
        socket.write(next());
      });
      socket.write(next());
    });
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const sorted = Float64Array.from(latenciesMs).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    responses: sorted.length,
    perSecond: sorted.length / ((performance.now() - startMs) / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

function requestBytes(text: string): Buffer {
  const head = `POST /mutate?timeout=10s HTTP/1.1\r\nhost: outlive\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return Buffer.from(head + text);
}

function isWhole(response: string): boolean {
  const bodyAt = response.indexOf("\r\n\r\n") + 4;
  if (bodyAt === 3) return false;
  return response.length - bodyAt >= Number(/content-length: (\d+)/i.exec(response)?.[1] ?? 0);
}
