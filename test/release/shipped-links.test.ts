/** What is read outside of the repository leads nowhere that is not there: neither to files that are not shipped nor to addresses of nobody. */
import { describe, expect, test } from "vitest";
import { checkSarif } from "#check/check-sarif.ts";
import { published } from "#model/reports/published.ts";
import { chartYaml } from "../../scripts/gen-chart.ts";
import { publishedModule } from "../../scripts/gen-publication.ts";
import { committedList } from "../../scripts/release/file-list.ts";
import { publication } from "../../scripts/release/publication.ts";
import { sampleReport } from "../check/check-sample.ts";
import { read, repositoryFiles } from "../repo/repository.ts";

const ours = Object.values(publication()).filter((address) => address !== undefined);

/** Of others, which stay: standards, Kubernetes, and hosts that are reserved for examples (RFC 2606). */
const known =
  /^https?:\/\/(?:docs\.oasis-open\.org|json-schema\.org|kubernetes\.io|github\.com\/kubernetes(?:-sigs)?|kubernetes\.default\.svc|127\.0\.0\.1|localhost|[\w.-]+\.(?:example|invalid|svc))(?:[/:]|$)/;

const chart = repositoryFiles().filter(
  (path) => path.startsWith("charts/outlive/") && !/\/files\/(?:readme|dashboard)/.test(path),
);
const shipped: readonly (readonly [string, string])[] = [
  ...[...chart, "scripts/release/npm-readme.md", "CHANGELOG.md", "action.yml", "deploy/krew/outlive.yaml", "bin/outlive.js"].map(
    (path) => [path, read(path)] as const,
  ),
  ["a SARIF report", JSON.stringify(checkSarif(sampleReport, "1.2.3"))],
];

const addresses = (text: string): readonly string[] =>
  [...text.matchAll(/https?:\/\/[^\s"'`)>\]\\{$]+/g)].map(([address]) => address.replace(/[.,;:]+$/, ""));

test.each(shipped)("%s names no address that nobody has", (_name, text) => {
  const dead = addresses(text).filter((address) => !known.test(address) && !ours.some((own) => address.startsWith(own)));
  expect(dead).toEqual([]);
});

describe("links to files", () => {
  const linksIn = (text: string): readonly string[] =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((target) => !/^(?:[a-z]+:|#)/.test(target));

  test("of the npm package lead into the package", () => {
    const files = committedList("npm");
    const links = [...linksIn(read("scripts/release/npm-readme.md")), ...linksIn(read("CHANGELOG.md"))];
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });

  test("of the chart lead into the chart", () => {
    const files = committedList("chart");
    expect(linksIn(read("charts/outlive/README.md")).filter((link) => !files.includes(link))).toEqual([]);
  });
});

describe("what follows from publication.json", () => {
  test("the program's address of pages", () => {
    expect(read("src/model/reports/published.ts")).toBe(publishedModule(publication()));
    expect(published.documentation).toBe(publication().documentation);
  });

  test("home and sources of the chart", () => {
    expect(read("charts/outlive/Chart.yaml")).toBe(chartYaml(read("charts/outlive/Chart.yaml")));
    const places = { repository: "https://git.example/outlive", documentation: "https://outlive.example/docs" };
    const named = chartYaml(read("charts/outlive/Chart.yaml"), places);
    expect(named).toContain("\nhome: https://outlive.example/docs\nsources:\n  - https://git.example/outlive\nkeywords:");
    expect(chartYaml(named, {})).toBe(chartYaml(read("charts/outlive/Chart.yaml"), {}));
  });
});
