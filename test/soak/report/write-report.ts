import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readRecord } from "../record/record.ts";
import { chartsOf } from "./charts.ts";
import { documentOf } from "./document.ts";
import { lineChart } from "./line-chart.ts";
import { summarise } from "./summary.ts";
import { timelineSvg } from "./timeline-svg.ts";

/** Writes `<folder>.md`, and its pictures into that folder anew. @returns the page's path */
export function writeReport(recordFile: string, folder: string): string {
  const { start, lines } = readRecord(recordFile);
  const summary = summarise(start, lines);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const failedMinutes = [...summary.beyond, ...summary.hardFloor].map(({ t }) => t / 60);
  writeFileSync(join(folder, "timeline.svg"), `${timelineSvg(summary.acts, failedMinutes, summary.minutes).source}\n`);
  const pictures = [...chartsOf(summary)].map(([name, chart]) => {
    writeFileSync(join(folder, `${name}.svg`), `${lineChart(chart).source}\n`);
    return { file: `${name}.svg`, title: chart.title };
  });
  writeFileSync(`${folder}.md`, documentOf(summary, basename(folder), pictures));
  return `${folder}.md`;
}
