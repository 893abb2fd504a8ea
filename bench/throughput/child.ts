/** A process that serves, or sends load. It is forked, and answers each order with one message. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { KeyPair } from "#server/key-pair.ts";
import { applyLoad, type Load, type Round } from "./load-client.ts";
import { type Served, serve } from "./servers.ts";

/** Answered with a port, a round, or the microseconds of processor time that the process has used. */
type Order = { readonly serve: Served; readonly keyPair: KeyPair } | { readonly load: Load } | { readonly usage: true };

/** The log goes where a log costs its writer the least, /dev/null; errors are shown. */
export const startChild = (execArgv: readonly string[] = []): ChildProcess =>
  fork(import.meta.filename, ["child"], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [...execArgv] });

/** @throws Error when the child ends instead of answering */
export async function ask<Answer extends Round | number>(child: ChildProcess, order: Order): Promise<Answer> {
  const stop = new AbortController();
  const died = once(child, "exit", { signal: stop.signal }).then(() => Promise.reject(new Error("a child process ended early")));
  died.catch(() => {});
  child.send(order);
  const [answer] = await Promise.race([once(child, "message", { signal: stop.signal }), died]);
  stop.abort();
  return answer as Answer;
}

async function carryOut(order: Order): Promise<Round | number> {
  if ("load" in order) return applyLoad(order.load);
  if ("serve" in order) return serve(order.serve, order.keyPair);
  const { user, system } = process.cpuUsage();
  return user + system;
}

if (process.argv[2] === "child") {
  process.on("disconnect", () => process.exit());
  process.on("message", (order: Order) => {
    void (async () => process.send?.(await carryOut(order)))();
  });
}
