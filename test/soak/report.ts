/** The page about a run, from its record: `node test/soak/report.ts dist/soak/run.ndjson [--out docs/soak]` writes docs/soak.md and docs/soak/. */
import { parseArgs } from "node:util";
import { writeReport } from "./report/write-report.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: "dist/soak/report" } },
});
const [file = "dist/soak/run.ndjson"] = positionals;
process.stdout.write(`${writeReport(file, values.out)}\n`);
