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
  ["a message first", exec("sh", "-c", "echo 'on my way' > /proc/1/fd/1; sleep 40"), "shell", 40],
  ["a flag first, and a comment behind", exec("bash", "-c", "set -e\nsleep 40 # drains\n"), "shell", 40],
  ["two sleeps", exec("sh", "-c", "sleep 30; sleep 10"), "shell", 40],
  ["an excuse behind", exec("sh", "-c", "sleep 40 || true"), "shell", 40],
  ["an exit behind", exec("sh", "-c", "sleep 40 && exit 0"), "shell", 40],
  ["its output thrown away", exec("sh", "-c", "sleep 40 >/dev/null 2>&1"), "shell", 40],
  ["a sleep by another path", exec("/usr/bin/sleep", "1m", "30s"), "exec", 90],
  ["PowerShell", exec("powershell.exe", "-NoProfile", "-Command", "Start-Sleep -Seconds 40"), "shell", 40],
  ["PowerShell in words", exec("pwsh", "-c", "Start-Sleep", "-s", "40"), "shell", 40],
  ["PowerShell without a flag", exec("powershell", "Start-Sleep 40"), "shell", 40],
  ["PowerShell in milliseconds", exec("powershell", "-Command", "start-sleep -Milliseconds 40500"), "shell", 40],
  ["cmd", exec("C:\\Windows\\System32\\cmd.exe", "/c", "timeout /t 40 /nobreak > NUL"), "shell", 40],
  ["cmd in words", exec("cmd", "/S", "/C", "timeout", "/T", "40"), "shell", 40],
])("%s is a sleep", (_name, lifecycle, form, seconds) => {
  expect(readPreStop(lifecycle)).toEqual({ kind: "sleep", form, seconds });
});

test.each([
  ["another command", exec("nginx", "-s", "quit"), "exec nginx -s quit"],
  ["a sleep in the background", exec("sh", "-c", "sleep 40 & nginx -s quit"), "exec sh -c sleep 40 & nginx -s quit"],
  ["a sleep that ends with another command", exec("sh", "-c", "sleep 40 | true"), "exec sh -c sleep 40 | true"],
  ["a sleep that never runs", exec("sh", "-c", "true || sleep 40"), "exec sh -c true || sleep 40"],
  ["a sleep on a condition", exec("sh", "-c", "test -f /x && sleep 40"), "exec sh -c test -f /x && sleep 40"],
  ["a sleep behind a command in a message", exec("sh", "-c", "echo $(drain); sleep 40"), "exec sh -c echo $(drain); sleep 40"],
  ["a quote without end", exec("sh", "-c", "sleep '40"), "exec sh -c sleep '40"],
  ["GNU timeout", exec("timeout", "40", "drain"), "exec timeout 40 drain"],
  ["an encoded command", exec("powershell", "-EncodedCommand", "c2xlZXA="), "exec powershell -EncodedCommand c2xlZXA="],
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
  ["semicolons", exec("sh", "-c", `${";".repeat(1_000_000)}x`)],
  ["white space", exec("sh", "-c", `x${" ".repeat(1_000_000)}x`)],
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
  const longer = readPreStop(exec("sh", "-c", `sleep 5${";".repeat(1_000_000)}x`));
  expect(longer).toEqual({ kind: "sleep", form: "shell", seconds: 5, followedBy: "…" });
  expect(readPreStop(exec("sh", "-c", `${" ".repeat(4_089)}sleep 50`))).toMatchObject({ kind: "other" });
});

test.each([undefined, null, {}, { preStop: null }, { postStart: { sleep: { seconds: 1 } } }])("%j is no hook", (lifecycle) => {
  expect(readPreStop(lifecycle)).toEqual({ kind: "none" });
});

test.each([
  ["nginx", exec("/bin/sh", "-c", "sleep 5; /usr/sbin/nginx -s quit"), 5, "/usr/sbin/nginx -s quit", undefined],
  ["ingress-nginx", exec("/bin/sh", "-c", "sleep 270; /wait-shutdown"), 270, "/wait-shutdown", "ingress-nginx"],
  [
    "a loop",
    exec("/bin/bash", "-c", 'sleep 130 && while pkill -QUIT -f "web"; do sleep 1; done'),
    130,
    'while pkill -QUIT -f "web"; do sleep 1; done',
    undefined,
  ],
  ["PowerShell", exec("powershell", "-Command", "Start-Sleep 5; Stop-Service web"), 5, "Stop-Service web", undefined],
  ["cmd", exec("cmd", "/c", "timeout /t 5 & net stop web"), 5, "net stop web", undefined],
])("a sleep with something behind it takes at least that long: %s", (_name, lifecycle, seconds, followedBy, waiter) => {
  expect(readPreStop(lifecycle)).toEqual({
    kind: "sleep",
    form: "shell",
    seconds,
    followedBy,
    ...(waiter === undefined ? {} : { waiter }),
  });
});

test.each([
  ["ingress-nginx", exec("/wait-shutdown")],
  ["Contour", exec("/bin/contour", "envoy", "shutdown")],
  ["Contour", { preStop: { httpGet: { path: "/shutdown", port: 8090, scheme: "HTTP" } } }],
  ["Envoy Gateway", exec("envoy-gateway", "envoy", "shutdown", "--drain-timeout=60s")],
  ["Envoy Gateway", { preStop: { httpGet: { path: "/shutdown/ready", port: 19002 } } }],
  ["Istio", exec("/bin/sh", "-c", "curl -X POST localhost:15000/drain && pilot-agent request POST quitquitquit")],
  ["Linkerd", exec("/linkerd-await", "--shutdown", "--", "true")],
])("a hook that waits is known by its name: %s", (waiter, lifecycle) => {
  expect(readPreStop(lifecycle)).toMatchObject({ kind: "other", waiter });
});
