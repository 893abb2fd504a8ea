import { expect, test } from "vitest";
import { withSleep } from "#injection/pre-stop-hook.ts";
import { readPreStop } from "#kubernetes/objects/read-pre-stop.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Json } from "#model/kubernetes/json.ts";

const exec = (...command: readonly string[]): Json => ({ exec: { command } });

test.each([
  ["a command", exec("sleep", "10"), exec("sleep", "40")],
  ["a command of several terms", exec("sleep", "1m", "30s"), exec("sleep", "40")],
  ["BusyBox", exec("/bin/busybox", "sleep", "1.5m"), exec("/bin/busybox", "sleep", "40")],
  ["a script", exec("sh", "-c", "sleep 10"), exec("sh", "-c", "sleep 40")],
  ["a script of several terms", exec("sh", "-c", "sleep 5 5s"), exec("sh", "-c", "sleep 40")],
  [
    "a script with exec, a path and a semicolon",
    exec("sh", "-c", "exec /bin/sleep '10';"),
    exec("sh", "-c", "exec /bin/sleep 40;"),
  ],
  ["a script with arguments", exec("sh", "-ec", "sleep 10", "sleep", "7"), exec("sh", "-ec", "sleep 40", "sleep", "7")],
  ["BusyBox's shell", exec("busybox", "sh", "-c", "sleep 10"), exec("busybox", "sh", "-c", "sleep 40")],
  ["a script that goes on", exec("sh", "-c", "sleep 5; nginx -s quit"), exec("sh", "-c", "sleep 40; nginx -s quit")],
  ["the first of two sleeps", exec("sh", "-c", "sleep 5 && sleep 10"), exec("sh", "-c", "sleep 30 && sleep 10")],
  ["a script in quotes", exec("bash", "-c", "sleep '5' && x"), exec("bash", "-c", "sleep 40 && x")],
  [
    "PowerShell",
    exec("powershell", "-Command", "Start-Sleep", "-Seconds", "5", ";", "Stop-Service x"),
    exec("powershell", "-Command", "Start-Sleep", "-Seconds", "40", ";", "Stop-Service x"),
  ],
  ["PowerShell in milliseconds", exec("pwsh", "-c", "Start-Sleep -m 5000"), exec("pwsh", "-c", "Start-Sleep -m 40000")],
  ["cmd", exec("cmd", "/c", "timeout /t 5 & net stop x"), exec("cmd", "/c", "timeout /t 40 & net stop x")],
  ["the native action", { sleep: { seconds: 10 } }, { sleep: { seconds: 40 } }],
])("%s keeps its form and sleeps as long as is asked", (_name, hook, expected) => {
  const raised = withSleep(hook, seconds(40), "native");
  expect(raised).toEqual(expected);
  expect(readPreStop({ preStop: raised })).toMatchObject({ kind: "sleep", seconds: 40 });
});

test.each<[string, Json | undefined]>([
  ["no hook", undefined],
  ["a hook that is null", null],
  ["a native sleep", { sleep: { seconds: 10 } }],
  ["another hook", exec("nginx", "-s", "quit")],
  ["a command without words", exec()],
  ["a command that is no list", { exec: { command: "sleep 10" } }],
])("the form that is named takes the place of %s", (_name, hook) => {
  expect(withSleep(hook, seconds(40), "native")).toEqual({ sleep: { seconds: 40 } });
  expect(withSleep(hook, seconds(40), "exec")).toEqual(exec("sleep", "40"));
});
