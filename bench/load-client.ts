import { once } from "node:events";
import { connect } from "node:tls";
import { reviewText } from "./pod-review.ts";

export const connections = 8;

export interface Round {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Load {
  readonly port: number;
  readonly ca: string;
  readonly seconds: number;
}

/** Writes prepared bytes and looks for the end of the answer: a client that did more would be what is measured. */
export async function applyLoad({ port, ca, seconds }: Load): Promise<Round> {
  const head = `POST /mutate?timeout=10s HTTP/1.1\r\nhost: outlive\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(reviewText)}\r\n\r\n`;
  const request = Buffer.from(head + reviewText);
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const one = async (): Promise<void> => {
    const socket = connect({ host: "127.0.0.1", port, ca });
    await once(socket, "secureConnect");
    await new Promise<void>((resolve, reject) => {
      let sentMs = performance.now();
      let answer = "";
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("the server closed the connection")));
      socket.on("data", (chunk: Buffer) => {
        answer += chunk.toString("latin1");
        if (!isWhole(answer)) return;
        if (!answer.startsWith("HTTP/1.1 200 ")) return reject(new Error(answer));
        answer = "";
        const nowMs = performance.now();
        latenciesMs.push(nowMs - sentMs);
        if (nowMs > endMs) return resolve();
        sentMs = nowMs;
        socket.write(request);
      });
      socket.write(request);
    });
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const sorted = Float64Array.from(latenciesMs).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    answers: sorted.length,
    perSecond: sorted.length / ((performance.now() - startMs) / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

function isWhole(answer: string): boolean {
  const bodyAt = answer.indexOf("\r\n\r\n") + 4;
  if (bodyAt === 3) return false;
  return answer.length - bodyAt >= Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
}
