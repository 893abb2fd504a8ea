import { expect, test } from "vitest";
import { readPreStop } from "#kubernetes/objects/read-pre-stop.ts";

const of = (command: readonly unknown[]): unknown => ({ preStop: { exec: { command } } });
const exec = (...command: readonly unknown[]): unknown => of(command);

test.each([
  ["the native action", { preStop: { sleep: { seconds: 40 } } }, "native", 40],
  ["the native action of no seconds", { preStop: { sleep: { seconds: 0 } } }, "native", 0],
  ["sleep", exec("sleep", "40"), "exec", 40],
  ["sleep by its path", exec("/bin/sleep", "40"), "exec", 40],
  ["BusyBox", exec("busybox", "sleep", "40"), "exec", 40],
  ["seconds with their suffix", exec("sleep", "40s"), "exec", 40],
  ["minutes", exec("sleep", "1m"), "exec", 60],
  ["several terms", exec("sleep", "1m", "30s"), "exec", 90],
  ["a fraction", exec("sleep", "2.5"), "exec", 2],
  ["a shell", exec("sh", "-c", "sleep 40"), "shell", 40],
  ["a shell by its path, with a semicolon", exec("/bin/sh", "-c", "sleep 40;"), "shell", 40],
  ["bash with flags", exec("/bin/bash", "-ec", " /bin/sleep 40 "), "shell", 40],
  ["exec in a shell", exec("sh", "-c", "exec sleep 40"), "shell", 40],
  ["quotes in a shell", exec("sh", "-c", 'sleep "40"'), "shell", 40],
  ["BusyBox's shell", exec("busybox", "sh", "-c", "sleep 40"), "shell", 40],
])("%s is a sleep", (_name, lifecycle, form, seconds) => {
  expect(readPreStop(lifecycle)).toEqual({ kind: "sleep", form, seconds });
});

test.each([
  ["another command", exec("nginx", "-s", "quit"), "exec nginx -s quit"],
  ["a sleep and something else", exec("sh", "-c", "sleep 40 && nginx -s quit"), "exec sh -c sleep 40 && nginx -s quit"],
  ["something else and a sleep", exec("sh", "-c", "touch /tmp/x; sleep 40"), "exec sh -c touch /tmp/x; sleep 40"],
  ["a sleep of a variable", exec("sh", "-c", "sleep $SECONDS"), "exec sh -c sleep $SECONDS"],
  ["a sleep without end", exec("sleep", "infinity"), "exec sleep infinity"],
  ["a shell whose script is only the first word", exec("sh", "-c", "sleep", "40"), "exec sh -c sleep 40"],
  ["no command", exec(), "exec"],
  ["a request", { preStop: { httpGet: { path: "/quit" } } }, "httpGet /quit"],
  ["a connection", { preStop: { tcpSocket: { port: 1 } } }, "tcpSocket"],
  ["no handler", { preStop: {} }, "no handler"],
  ["two handlers", { preStop: { sleep: { seconds: 5 }, exec: { command: ["sleep", "5"] } } }, "sleep and exec"],
  ["a kind of handler that comes later", { preStop: { grpc: { port: 1 } } }, "grpc"],
  ["a sleep of less than nothing", { preStop: { sleep: { seconds: -1 } } }, "sleep -1"],
  ["a sleep of a text", { preStop: { sleep: { seconds: "40" } } }, "sleep"],
])("%s is something else", (_name, lifecycle, handler) => {
  expect(readPreStop(lifecycle)).toEqual({ kind: "other", handler });
});

/** Read character by character more than a few times, each of these would take minutes. */
test.each([
  ["semicolons", exec("sh", "-c", `sleep 5${";".repeat(1_000_000)}x`)],
  ["white space", exec("sh", "-c", `sleep 5${" ".repeat(1_000_000)}x`)],
  ["leading white space", exec("sh", "-c", `${" ".repeat(1_000_000)}sleep 5`)],
  ["a path", exec(`${"a/".repeat(500_000)}!`)],
  ["words", of(["sleep", ...Array<string>(300_000).fill("1s")])],
  ["flags", of(["sh", ...Array<string>(300_000).fill("-x")])],
  ["quotes", exec("sh", "-c", `sleep "${"'".repeat(1_000_000)}`)],
  ["a request's path", { preStop: { httpGet: { path: "/".repeat(1_000_000) } } }],
  ["handlers", { preStop: Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`h${n}`, {}])) }],
])("a hook of endless %s is not read to its end, and shown in part", (_name, lifecycle) => {
  const read = readPreStop(lifecycle);
  expect(read.kind).toBe("other");
  expect(read.kind === "other" ? read.handler.length : 0).toBeLessThanOrEqual(120);
});

test("a hook of 4 kB is read", () => {
  expect(readPreStop(exec("sh", "-c", `sleep 5${";".repeat(4_000)}`))).toEqual({ kind: "sleep", form: "shell", seconds: 5 });
  expect(readPreStop(exec("sh", "-c", `sleep 5${";".repeat(4_100)}`))).toMatchObject({ kind: "other" });
});

test.each([undefined, null, {}, { preStop: null }, { postStart: { sleep: { seconds: 1 } } }])("%j is no hook", (lifecycle) => {
  expect(readPreStop(lifecycle)).toEqual({ kind: "none" });
});
