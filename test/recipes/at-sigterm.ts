import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Sent in place of SIGTERM, as images do with STOPSIGNAL. */
  readonly signal?: NodeJS.Signals;
  /** As in a container: the kernel takes signals that the first process of a PID namespace does not handle for nothing. */
  readonly first?: true;
}

/** What a server does once it is told to end. */
export interface AtSigterm {
  /** A request of 3 s that began before the signal gets its response. */
  readonly finishesRequestInFlight: boolean;
  /** New connections are refused while that request is in flight. */
  readonly stopsListening: boolean;
  /** A connection that is kept alive, and idle, is closed rather than served. */
  readonly closesIdleConnections: boolean;
  /** Whether it has ended some seconds after the last response. */
  readonly ends: boolean;
}

const startWithinMs = 60_000;
const endWithinMs = 8000;
/** Long enough for a server to react on a busy machine, and within the three seconds of the request in flight. */
const reactionMs = 1800;

/** Runs a server on a port of its own: `{port}` in its arguments and `PORT` in its environment say which. */
export async function atSigterm(server: ServerCommand): Promise<AtSigterm> {
  const { environment, signal = "SIGTERM" } = server;
  const port = await freePort();
  const [command = "", ...args] = commandLine(server).map((word) => word.replaceAll("{port}", String(port)));
  const child = spawn(command, args, {
    env: { ...process.env, ...environment, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const log = tailOf(child);
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  try {
    await Promise.race([listening(port), failed(exited, log)]);
    const kept = await requestOn(await opened(port), "/");
    const inFlight = requestOn(await opened(port), "/slow").then(
      ({ response }) => response.startsWith("HTTP/1.1 200"),
      () => false,
    );
    await sleep(300);
    process.kill(server.first === true ? firstChildOf(child) : (child.pid ?? 0), signal);
    const stopsListening = await refusesSoon(port);
    const closesIdleConnections = !(await answersOn(kept.socket));
    const finishesRequestInFlight = await inFlight;
    const ends = await Promise.race([exited.then(() => true), sleep(endWithinMs, false)]);
    return { finishesRequestInFlight, stopsListening, closesIdleConnections, ends };
  } finally {
    endGroup(child);
  }
}

const commandLine = ({ command, args, first }: ServerCommand): readonly string[] =>
  first === true ? ["unshare", "--pid", "--fork", "--kill-child", command, ...args] : [command, ...args];

const firstChildOf = ({ pid }: ChildProcess): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function tailOf(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = `${text}${chunk.toString()}`.slice(-2000);
  });
  return () => text;
}

async function listening(port: number): Promise<void> {
  for (const deadlineMs = Date.now() + startWithinMs; Date.now() < deadlineMs; await sleep(100)) if (await serves(port)) return;
  throw new Error(`nothing listens on port ${port}`);
}

const serves = (port: number): Promise<boolean> =>
  opened(port)
    .then((socket) => requestOn(socket, "/"))
    .then(
      ({ response, socket }) => {
        socket.destroy();
        return response.startsWith("HTTP/1.1 200");
      },
      () => false,
    );

async function failed(exited: Promise<unknown>, log: () => string): Promise<never> {
  await exited;
  throw new Error(`the server ended before it listened:\n${log()}`);
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** While the request in flight still takes. */
async function refusesSoon(port: number): Promise<boolean> {
  for (const deadlineMs = Date.now() + reactionMs; Date.now() < deadlineMs; await sleep(50))
    if (!(await accepts(port))) return true;
  return false;
}

const accepts = (port: number): Promise<boolean> =>
  opened(port).then(
    (socket) => {
      socket.destroy();
      return true;
    },
    () => false,
  );

interface Requested {
  readonly socket: Socket;
  readonly response: string;
}

/** One request, whose connection stays open; rejects where the connection ends before the response is complete. */
function requestOn(socket: Socket, path: string): Promise<Requested> {
  return new Promise((resolve, reject) => {
    let response = "";
    socket.on("data", (chunk: Buffer) => {
      response += chunk.toString("latin1");
      if (isComplete(response)) resolve({ socket, response });
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`, (error) => {
      if (error) reject(error);
    });
  });
}

function isComplete(response: string): boolean {
  const end = response.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(response.slice(0, end))?.[1];
  return length === undefined ? response.endsWith("0\r\n\r\n") : response.length >= end + 4 + Number(length);
}

const answersOn = (socket: Socket): Promise<boolean> =>
  socket.destroyed || socket.readableEnded
    ? Promise.resolve(false)
    : Promise.race([
        requestOn(socket, "/").then(
          ({ response }) => response.startsWith("HTTP/1.1 200"),
          () => false,
        ),
        sleep(reactionMs, false),
      ]);

/** A server may have workers. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
