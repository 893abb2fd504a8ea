import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { overviewSvg } from "./overview-svg.ts";
import type { ProofPace } from "./pace.ts";
import { predictionSection } from "./prediction/prediction-section.ts";
import { recordedRunsOf } from "./prediction/recorded-runs.ts";
import { type Finished, titleOf } from "./proof.ts";
import { runSvg } from "./run-svg.ts";
import { markdownTable, rowsOf } from "./table.ts";

export interface ProofSet {
  readonly pace: ProofPace;
  readonly finished: readonly Finished[];
}

type Made = Extract<Finished, { run: unknown }>;

/** Writes `proof.md` and, anew in `proof/` beside it, an overview and one picture of the first run of each scenario and variant. */
export function writeProof(folder: string, sets: readonly ProofSet[]): void {
  const pictures = join(folder, "proof");
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const write = (name: string, source: string): void => writeFileSync(join(pictures, name), `${source}\n`);
  const parts = [introduction, ...sets.map((set) => section(set, write)), predictionSection(recordedRunsOf(sets)), conclusion];
  writeFileSync(join(folder, "proof.md"), parts.join("\n"));
}

function section({ pace, finished }: ProofSet, write: (name: string, source: string) => void): string {
  const title = `Requests answered well, at ${share(pace.factor)}`;
  const overview = `overview-x${pace.factor}.svg`;
  write(overview, overviewSvg(finished, title).source);
  const scenes = Map.groupBy(firstOfEach(finished), ({ planned }) => planned.scenario.name);
  return `## At ${share(pace.factor)}

${timesOf(pace)}

![${title}](proof/${overview})

${markdownTable(rowsOf(finished))}

${[...scenes].map(([name, runs]) => folded(`Pictures: ${name}`, runs, pace, write)).join("\n")}`;
}

/** GitHub shows what is folded only when asked, and Markdown in it only after an empty line. */
function folded(summary: string, runs: readonly Made[], pace: ProofPace, write: (name: string, source: string) => void): string {
  const pictures = runs.map((run) => {
    const title = titleOf(run.planned);
    const file = `${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-x${pace.factor}.svg`;
    write(file, runSvg(run.run.record, title).source);
    return `![${title}](proof/${file})`;
  });
  return `<details>\n<summary>${summary}</summary>\n\n${pictures.join("\n\n")}\n\n</details>\n`;
}

const share = (factor: number): string => (factor === 1 ? "full length" : `${factor} of the times of AWS`);

const introduction = `# No request lost

Written by \`make proof\`: real kubelets and containers on two nodes, Outlive installed by its chart, behind a load balancer that does
what an Application Load Balancer and the AWS Load Balancer Controller do ([what it takes from which source](../test/e2e/alb/timing.ts)),
under a steady load of vegeta: 50 requests a second, one in ten of them slow. The pictures show targets and Pods over time; a red mark is the beginning
of a request that was lost, on the lane of the target that it was sent to.

| installed | is |
|---|---|
| nothing | the application as it comes, the controller's defaults: no readiness gate, a deregistration delay of 300 s, a grace period of 30 s |
| gate only | the same with the controller's readiness gates |
| pod-outlives-target | Outlive in enforce mode, policy \`pod-outlives-target\`, a deregistration delay of 35 s, an application that ends at SIGTERM at once |
| target-outlives-pod | policy \`target-outlives-pod\`, a delay of 70 s, an application that drains at SIGTERM |
| propagation | policy \`propagation\`, a delay of 300 s, an application that drains |

"lost" is a request with no answer or a status of 400 and more, "no healthy target" the longest time of any run in which no target was healthy, "failing for" the
longest unbroken row of lost requests. A \`liveness restart\` breaks the health of one Pod, a \`label switch\` leads the Service from one
Deployment to another.
`;

const conclusion = `## Where a policy cannot hold

- **target-outlives-pod, requests of 20 s, condition not met**: a Pod under this policy ends before its target does, so whatever it still works at when
  SIGTERM comes has to be finished by the application. One that ends at once loses requests that are longer than the sleep. Choose \`pod-outlives-target\`, or
  teach the application to drain.
- **liveness restart**: nobody deletes the Pod, so only its readiness probe takes it out of traffic. Where that fails later than the liveness probe, the sleep
  may be over before the load balancer knows. The samples have \`failureThreshold\` 4 for liveness and 3 for readiness, as the Kubernetes documentation asks for. With 3 for both,
  one of twelve runs under \`target-outlives-pod\` lost 7 of 653 requests: the kubelet left the Pod Ready until the container had ended.
- **NLB**: a connection stays with its target until one of both ends it, whatever the delay; an application behind one has to close its
  connections at SIGTERM.

## What this does not show

- The load balancer is ours. Its behaviour is held to AWS's documents, to reports of users and to the states that published measurements
  print (\`test/e2e/alb\`), not to an account of AWS.
- Both nodes are on one machine; nothing is lost between them.
- The machines that this is made on have no Docker: the variant for kind has not been run yet.

## Repeating it

    make proof ARGS=--whole

takes root on Linux, two processors and about forty minutes, and removes everything that it has made, after Ctrl-C as well. \`make proof ARGS=--short\` is
what the tests of every change run; \`make proof CLUSTER=kind\` does it where there is Docker. Times notices as a share of AWS's are those of load balancer and policies alike,
which keeps their order; a deregistration delay is whole seconds.
`;

const timesOf = ({ factor, shortDelaySeconds, longDelaySeconds, albTiming }: ProofPace): string =>
  `A target takes ${albTiming.registrationMs / 1000} s to be registered, requests reach a deregistered one for up to ${Math.max(...albTiming.deregistrationLagMs) / 1000} s, an address that is gone costs ${albTiming.connectTimeoutMs / 1000} s. Slow requests take ${5 * factor} s. The deregistration delay is ${shortDelaySeconds} s for \`pod-outlives-target\`, ${longDelaySeconds} s for \`target-outlives-pod\`, and 300 s where nobody states one.`;

function firstOfEach(finished: readonly Finished[]): readonly Made[] {
  const made = finished.filter((each): each is Made => "run" in each);
  return [...Map.groupBy(made, ({ planned }) => titleOf(planned)).values()].flatMap(([first]) =>
    first === undefined ? [] : [first],
  );
}
