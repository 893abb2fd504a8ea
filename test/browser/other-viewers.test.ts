/** Pictures in viewers that are no browsers. librsvg draws what it does not understand black. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { timelineSvg } from "#explain/timeline-svg.ts";
import { traceSvg } from "#trace/pictures/trace-svg.ts";
import { sampleExplanation } from "../explain/explanation-sample.ts";
import { read, repositoryFiles } from "../repo/repository.ts";
import { traceReports } from "./trace-reports.ts";

const pictures: readonly (readonly [string, string])[] = [
  ["a timeline", timelineSvg(explanationTimeline(sampleExplanation), { title: "One Pod" }).source],
  ...traceReports.flatMap(([name, report]) => {
    const source = traceSvg(report());
    return source === undefined ? [] : [[`a trace of ${name}`, source] as const];
  }),
  ...repositoryFiles()
    .filter((path) => path.startsWith("docs/") && path.endsWith(".svg"))
    .map((path) => [path, read(path)] as const),
];

const installed = spawnSync("rsvg-convert", ["--version"]).status === 0;

describe.each(pictures)("%s", (_name, source) => {
  test("has colours that every viewer knows", () => {
    expect(source).not.toMatch(/var\(|currentColor|light-dark\(|oklch|color-mix/);
  });

  test.skipIf(!installed)("is drawn by librsvg without a complaint", () => {
    const { status, stderr, stdout } = spawnSync("rsvg-convert", [], { input: source });
    expect([status, stderr.toString()]).toEqual([0, ""]);
    expect(stdout.subarray(1, 4).toString()).toBe("PNG");
  });
});
