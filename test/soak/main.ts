/**
 * An installation under a steady load of creations, while everything that may happen to it happens:
 *
 *     node test/soak/main.ts [--minutes 60] [--seed N] [--per-second 16] [--out FOLDER] [--program FILE]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeReport } from "./report/write-report.ts";
import { RECORD, soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    "per-second": { type: "string", default: "16" },
    out: { type: "string", default: "dist/soak" },
    program: { type: "string", default: "dist/outlive.js" },
  },
});

const minutes = Number(values.minutes);
const perSecond = Number(values["per-second"]);
if (!(minutes > 0 && perSecond > 0)) {
  process.stderr.write("--minutes and --per-second are numbers above 0\n");
  process.exit(2);
}
const code = await soak({ minutes, perSecond, seed: Number(values.seed), folder: values.out, program: values.program });
process.stdout.write(`${writeReport(join(values.out, RECORD), join(values.out, "report"))}\n`);
process.exit(code);
