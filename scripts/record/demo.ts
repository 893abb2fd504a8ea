/** Runs `make demo` in a terminal of 100 columns and writes docs/images/demo.cast and demo.svg from what it printed: `node scripts/record/demo.ts`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asciicast, withoutLongPauses } from "./asciicast.ts";
import { recordingSvg } from "./recording-svg.ts";
import { type Output, terminalRows } from "./terminal-rows.ts";

const root = join(import.meta.dirname, "../..");
const [columns, height, longestPause] = [100, 32, 1.5];
const title = "make demo: a Pod is sized by its Ingress, and a harmful change is refused";

const outputs = withoutLongPauses(recorded("stty cols 100 rows 32; make demo"), longestPause);
const images = join(root, "docs/images");
writeFileSync(join(images, "demo.cast"), asciicast({ columns, title, outputs }, height));
const options = { columns, height, title, perRow: 0.18, stay: 6 };
writeFileSync(join(images, "demo.svg"), recordingSvg(terminalRows(outputs, columns), options));

/** By util-linux's script, which gives the command a terminal and notes the time of each piece of its output. */
function recorded(command: string): readonly Output[] {
  const folder = mkdtempSync(join(tmpdir(), "outlive-record-"));
  try {
    const [log, timing] = [join(folder, "log"), join(folder, "timing")];
    const args = ["--quiet", "--return", "--flush", "--log-out", log, "--log-timing", timing, "--command", command];
    // npm would draw a spinner over the last line.
    const env = { ...process.env, npm_config_progress: "false" };
    const { status } = spawnSync("script", args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) throw new Error(`the demo ended with exit code ${status}`);
    return pieces(readFileSync(log), readFileSync(timing, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line of the timing file is `SECONDS BYTES`; the log begins with a line of script's own. */
function pieces(log: Buffer, timing: string): readonly Output[] {
  let [offset, at] = [log.indexOf("\n") + 1, 0];
  const decoder = new TextDecoder();
  return timing
    .trim()
    .split("\n")
    .map((line) => {
      const [seconds = 0, bytes = 0] = line.split(" ").map(Number);
      at += seconds;
      offset += bytes;
      return { at, text: decoder.decode(log.subarray(offset - bytes, offset), { stream: true }) };
    });
}
