import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { overviewSvg } from "./overview-svg.ts";
import type { ProofPace } from "./pace.ts";
import type { Page } from "./pages/page.ts";
import { plainName } from "./plain-name.ts";
import { type Finished, titleOf } from "./proof.ts";
import type { ProofSet } from "./proof-set.ts";
import { runSvg } from "./run-svg.ts";
import { markdownTable, rowsOf } from "./table.ts";

/** Keeps a picture and gives the path that the page shows it by. */
type Picture = (file: string, source: string) => string;

type Made = Extract<Finished, { run: unknown }>;

/** Writes a page and, anew in a folder beside it, an overview and one picture of the first run of each scenario and variant. */
export function writePage(folder: string, { name, introduction, conclusion }: Page, sets: readonly ProofSet[]): void {
  const pictures = join(folder, name);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const picture = (file: string, source: string): string => {
    writeFileSync(join(pictures, file), `${source}\n`);
    return `${name}/${file}`;
  };
  const parts = [introduction, ...sets.map((set) => section(set, picture)), conclusion(sets)];
  writeFileSync(join(folder, `${name}.md`), parts.join("\n"));
}

function section({ pace, finished }: ProofSet, picture: Picture): string {
  const title = `Requests that succeeded, at ${share(pace.factor)}`;
  const overview = picture(`overview-x${pace.factor}.svg`, overviewSvg(finished, title).source);
  const scenes = Map.groupBy(firstOfEach(finished), ({ planned }) => planned.scenario.name);
  return `## At ${share(pace.factor)}

${timesOf(pace)}

![${title}](${overview})

${markdownTable(rowsOf(finished))}

${[...scenes].map(([name, runs]) => folded(`Pictures: ${name}`, runs, pace, picture)).join("\n")}`;
}

/** GitHub shows what is folded only when asked, and Markdown in it only after an empty line. */
function folded(summary: string, runs: readonly Made[], pace: ProofPace, picture: Picture): string {
  const pictures = runs.map((run) => {
    const title = titleOf(run.planned);
    const file = `${plainName(title)}-x${pace.factor}.svg`;
    return `![${title}](${picture(file, runSvg(run.run.record, title).source)})`;
  });
  return `<details>\n<summary>${summary}</summary>\n\n${pictures.join("\n\n")}\n\n</details>\n`;
}

const share = (factor: number): string => (factor === 1 ? "full length" : `${factor} of the times of AWS`);

const timesOf = ({ factor, shortDelaySeconds, longDelaySeconds, albTiming }: ProofPace): string =>
  `A target takes ${albTiming.registrationMs / 1000} s to be registered, requests reach a deregistered one for up to ${Math.max(...albTiming.deregistrationLagMs) / 1000} s, an address that is gone costs ${albTiming.connectTimeoutMs / 1000} s. Slow requests take ${5 * factor} s. The deregistration delay is ${shortDelaySeconds} s for \`pod-outlives-target\`, ${longDelaySeconds} s for \`target-outlives-pod\`, and 300 s if none is set.`;

function firstOfEach(finished: readonly Finished[]): readonly Made[] {
  const made = finished.filter((each): each is Made => "run" in each);
  return [...Map.groupBy(made, ({ planned }) => titleOf(planned)).values()].flatMap(([first]) =>
    first === undefined ? [] : [first],
  );
}
