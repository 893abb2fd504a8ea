import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProofPace } from "./pace.ts";
import type { Finished } from "./proof.ts";
import { runSvg } from "./run-svg.ts";
import { markdownTable, rowsOf } from "./table.ts";

export interface ProofSet {
  readonly pace: ProofPace;
  readonly finished: readonly Finished[];
}

/** Writes `proof.md` and, beside it in `proof/`, one picture for the first run of each scenario and variant. */
export function writeProof(folder: string, sets: readonly ProofSet[]): void {
  mkdirSync(join(folder, "proof"), { recursive: true });
  const sections = sets.map(({ pace, finished }) => {
    const pictures = firstOfEach(finished).map((each) => picture(folder, pace, each));
    return `## Times × ${pace.factor}\n\n${timesOf(pace)}\n\n${markdownTable(rowsOf(finished))}\n\n${pictures.join("\n\n")}\n`;
  });
  writeFileSync(join(folder, "proof.md"), `${introduction}\n${sections.join("\n")}`);
}

const introduction = `# No request lost

Written by \`make proof\`: real kubelets and containers behind a load balancer that does what an Application Load Balancer with its
controller does, under steady load from vegeta. Each picture shows targets and Pods over time; a red mark is a request that was lost,
on the lane of the target that it was sent to.

A request to \`/slow\` is one in ten. "no healthy target" is the longest time in which no target was healthy, "failing for" the longest
unbroken row of lost requests.
`;

const timesOf = ({ factor, shortDelaySeconds, longDelaySeconds, slowMs, albTiming }: ProofPace): string =>
  `The load balancer is ${1 / factor} times as fast as AWS's: a target is registered after ${albTiming.registrationMs / 1000} s, requests reach a deregistered one for up to ${Math.max(...albTiming.deregistrationLagMs) / 1000} s, an address that is gone costs ${albTiming.connectTimeoutMs / 1000} s. Slow requests take ${slowMs / 1000} s. The deregistration delay is ${shortDelaySeconds} s for \`pod-outlives-target\`, ${longDelaySeconds} s for \`target-outlives-pod\`, and 300 s where nobody states one.`;

function firstOfEach(finished: readonly Finished[]): readonly Extract<Finished, { run: unknown }>[] {
  const made = finished.filter((each) => "run" in each);
  return [...new Map([...made].reverse().map((each) => [nameOf(each), each])).values()].reverse();
}

function picture(folder: string, { factor }: ProofPace, finished: Extract<Finished, { run: unknown }>): string {
  const title = `${finished.planned.scenario.name}, ${finished.planned.variant.name}`;
  const file = `${nameOf(finished)}-x${factor}.svg`;
  writeFileSync(join(folder, "proof", file), `${runSvg(finished.run.record, title).source}\n`);
  return `![${title}](proof/${file})`;
}

const nameOf = ({ planned: { scenario, variant } }: Finished): string =>
  `${scenario.name} ${variant.name}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
