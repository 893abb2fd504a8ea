/** `make test-shuffled`: the unit tests again and again, files and tests in an order of chance; names what fails, with the seed that repeats it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "10" }, seed: { type: "string" } } });
const folder = "dist/shuffled";
mkdirSync(folder, { recursive: true });

const vitest = new URL("../node_modules/vitest/vitest.mjs", import.meta.url).pathname;
const first = Number(values.seed ?? Date.now() % 1_000_000);
let failures = 0;

for (let seed = first; seed < first + Number(values.runs); seed++) {
  const file = `${folder}/${seed}.json`;
  const order = ["--sequence.shuffle.files", "--sequence.shuffle.tests", `--sequence.seed=${seed}`];
  const output = ["--reporter=json", `--outputFile=${file}`];
  rmSync(file, { force: true });
  const { status } = spawnSync(process.execPath, [vitest, "run", "--project", "unit", ...order, ...output], { stdio: "ignore" });
  const { testResults }: Results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { testResults: [] };
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter((each) => each.status === "failed").map(({ fullName }) => `${name}: ${fullName}`);
    return tests.length === 0 && message !== "" ? [`${name}: ${message.split("\n")[0]}`] : tests;
  });
  failures += failed.length + (status !== 0 && failed.length === 0 ? 1 : 0);
  process.stdout.write(`seed ${seed}: ${failed.length === 0 ? `ended with ${status}` : "failed"}\n`);
  for (const each of failed) process.stdout.write(`  ${each}\n`);
}
process.exitCode = failures === 0 ? 0 : 1;
