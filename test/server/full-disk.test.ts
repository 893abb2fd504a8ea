import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { bufferedOutput } from "#server/buffered-output.ts";

/** Bytes that the disk still takes; a write that does not fit takes what does, and the next one fails, as write(2) has it. */
const disk = vi.hoisted(() => ({ free: Number.POSITIVE_INFINITY, failures: 0 }));

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const write = (fd: number, block: Buffer, done: (error: Error | null, written: number) => void): void => {
    if (disk.free === 0) {
      disk.failures += 1;
      setImmediate(() => done(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }), 0));
      return;
    }
    const fitting = Math.min(block.length, disk.free);
    disk.free -= fitting;
    fs.write(fd, block, 0, fitting, null, done);
  };
  return { ...fs, write };
});

beforeEach(() => {
  disk.free = Number.POSITIVE_INFINITY;
  disk.failures = 0;
});

test.each([
  ["between two lines", 2_000, ["1", "2"]],
  ["in the middle of a line", 2_500, ["1", "2", "3 cut"]],
])("a disk that is full %s: what is lost is counted, and what follows is on lines of its own", async (_where, free, kept) => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-full-"));
  const fd = openSync(join(folder, "log"), "a");
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  const written = (): readonly string[] => readFileSync(join(folder, "log"), "utf8").trimEnd().split("\n");
  const line = (number: number): string => `${number}${"x".repeat(998)}\n`;
  const output = bufferedOutput(fd);
  disk.free = free;
  for (const number of [1, 2, 3, 4]) output.write(line(number));
  await vi.waitFor(() => expect(disk.failures).toBe(1), { timeout: 20_000 });
  output.write(line(5));
  await vi.waitFor(() => expect(disk.failures).toBe(2), { timeout: 20_000 });
  disk.free = Number.POSITIVE_INFINITY;
  output.write(line(6));
  await vi.waitFor(() => expect(written().at(-1)).toContain('"level":"warn"'), { timeout: 20_000 });
  const [notice = "{}", ...lines] = [...written()].reverse();
  expect(JSON.parse(notice)).toMatchObject({ lines: 3 });
  const short = (text: string): string => `${text[0]}${text.length === 999 ? "" : " cut"}`;
  expect(lines.reverse().map(short)).toEqual([...kept, "6"]);
  expect(output.droppedLines()).toBe(3);
});
