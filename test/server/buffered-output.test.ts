import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type BufferedOutput, bufferedOutput } from "#server/buffered-output.ts";

let folder: string;
let fd: number;
let output: BufferedOutput;

const written = (): string => readFileSync(join(folder, "log"), "utf8");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-log-"));
  fd = openSync(join(folder, "log"), "a");
  output = bufferedOutput(fd);
});

afterEach(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

describe("buffered output", () => {
  test("keeps a line back and writes it after a while", async () => {
    output.write("one\n");
    expect(written()).toBe("");
    await vi.waitFor(() => expect(written()).toBe("one\n"), { timeout: 20_000 });
  });

  test("writes full blocks, in order and complete", async () => {
    const lines = Array.from({ length: 9_000 }, (_, i) => `line ${i}\n`);
    for (const line of lines) output.write(line);
    await vi.waitFor(() => expect(written()).toBe(lines.join("")), { timeout: 20_000 });
  });

  test("asks for lines that are made late in their place, and when they are written", async () => {
    let made = 0;
    const late = (): string => `late ${++made}\n`;
    output.writeLater(late);
    output.write("early\n");
    output.writeLater(late);
    expect(made).toBe(0);
    await vi.waitFor(() => expect(written()).toBe("late 1\nearly\nlate 2\n"), { timeout: 20_000 });
  });

  test("makes the last lines before the process ends", () => {
    output.writeLater(() => "late\n");
    output.flushSync();
    expect(written()).toBe("late\n");
  });

  test("writes what waits before the process ends", () => {
    output.write("last words\n");
    output.flushSync();
    output.flushSync();
    expect(written()).toBe("last words\n");
  });

  test("drops lines past its limit, counts them and says so", async () => {
    const small = bufferedOutput(fd, 10);
    for (let i = 0; i < 25; i += 1) small.write(`line ${i}\n`);
    small.flushSync();
    const lines = written().trimEnd().split("\n");
    expect(lines.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => `line ${i}`));
    expect(JSON.parse(lines[10] ?? "")).toMatchObject({ level: "warn", lines: 15 });
    expect([lines.length, small.droppedLines()]).toEqual([11, 15]);
    small.write("after\n");
    small.flushSync();
    expect(written().endsWith('took no more"}\nafter\n')).toBe(true);
  });

  test.runIf(existsSync("/dev/full"))("a full disk does not throw at the end of the process", () => {
    const full = openSync("/dev/full", "w");
    const stuck = bufferedOutput(full);
    stuck.write("last words\n");
    expect(() => stuck.flushSync()).not.toThrow();
    closeSync(full);
  });

  test("outlives a stream that has gone", async () => {
    const gone = bufferedOutput(-1 >>> 1);
    for (let i = 0; i < 3; i += 1) gone.write("x".repeat(20_000));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => gone.write("y")).not.toThrow();
  });
});
