import { describe, expect, test } from "vitest";
import { read, repositoryFiles } from "./repository.ts";

const files = repositoryFiles();
const sources = files.filter((path) => path.startsWith("src/"));
const linesOf = (path: string): number => read(path).split("\n").length - 1;
const isText = (path: string): boolean =>
  /\.(?:ts|js|md|json|ya?ml|sh|txt|tpl|go|mod)$|(?:^|\/)(?:Dockerfile|Makefile|run)$/.test(path);
const texts = files.filter((path) => isText(path) && path !== "package-lock.json" && !path.startsWith("test/vectors/"));

/** Lines of any text file, with their place. */
function linesWith(pattern: RegExp, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe("the tree of src/", () => {
  test("has no file beyond 300 lines", () => {
    expect(sources.filter((path) => linesOf(path) > 300)).toEqual([]);
  });

  test("has a median of 70 lines or fewer", () => {
    const sizes = sources.map(linesOf).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(70);
  });

  test("is at most three levels deep", () => {
    expect(sources.filter((path) => path.split("/").length > 5)).toEqual([]);
  });

  test("has no folder with more than 25 files side by side", () => {
    const folders = Map.groupBy(sources, (path) => path.slice(0, path.lastIndexOf("/")));
    expect([...folders].flatMap(([folder, inside]) => (inside.length > 25 ? [`${folder}: ${inside.length}`] : []))).toEqual([]);
  });

  test("names no file or folder for what fits nowhere", () => {
    expect(sources.filter((path) => /(?:^|\/)(?:utils?|helpers?|types|common|misc|shared)(?:\.ts|\/|$)/.test(path))).toEqual([]);
  });

  test("names every file in kebab-case", () => {
    expect(sources.filter((path) => !/^src\/(?:[a-z-]+\/){1,3}[a-z0-9-]+\.ts$/.test(path))).toEqual([]);
  });

  test("has no import that climbs", () => {
    expect(linesWith(/from "\.\./, sources)).toEqual([]);
  });

  test("exports nothing by default", () => {
    expect(linesWith(/^export default/, sources)).toEqual([]);
  });
});

/** Spelled so that this file is none of those that are found. */
const word = (...parts: readonly string[]): string => parts.join("");

describe("no file of the repository", () => {
  test("leaves work for later in a comment", () => {
    const later = new RegExp(`\\b(?:${word("TO", "DO")}|${word("FIX", "ME")}|${word("XX", "X")})\\b`);
    expect(
      linesWith(
        later,
        texts.filter((path) => /\.(?:ts|js|go)$/.test(path)),
      ),
    ).toEqual([]);
  });

  test("runs one test alone, or leaves one out", () => {
    const alone = new RegExp(`\\b(?:test|describe|it)\\.(?:${word("on", "ly")}|${word("sk", "ip")}|${word("to", "do")})\\(`);
    expect(
      linesWith(
        alone,
        texts.filter((path) => path.startsWith("test/")),
      ),
    ).toEqual([]);
  });

  test("names the host of a registry", () => {
    const hosts = [
      "registry.npmjs.org",
      "registry.k8s.io",
      "proxy.golang.org",
      "docker.io",
      "quay.io",
      "gcr.io",
      "ghcr.io",
      "public.ecr.aws",
    ];
    const own = new RegExp(hosts.map((host) => host.replaceAll(".", "\\.")).join("|"));
    expect(
      linesWith(
        own,
        texts.filter((path) => path !== "test/repo/tree.test.ts"),
      ),
    ).toEqual([]);
  });
});
