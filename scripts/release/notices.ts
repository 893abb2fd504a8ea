/** The licences of what is bundled, as they require it of whoever passes copies on. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * @param modules absolute paths of the bundled modules
 * @throws Error for a package that carries no licence text and whose package.json names no licence
 */
export function thirdPartyNotices(modules: readonly string[]): string {
  const folders = [...new Set(modules.flatMap((path) => packageFolder(path) ?? []))];
  const sections = folders.map(noticeOf).sort();
  return `# Third-party notices\n\nOutlive's files contain code of these packages, in whole or in part.\n\n${sections.join("\n")}`;
}

/** Up to the package's name behind the last node_modules of a path. */
function packageFolder(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const texts = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
  if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} says nothing about its licence`);
  const body = texts.sort().map((file) => readFileSync(join(folder, file), "utf8").trim().replaceAll("\r\n", "\n"));
  return `## ${name} ${version} (${license ?? "see below"})\n\n${body.map((text) => `\`\`\`\n${text}\n\`\`\`\n`).join("\n")}`;
}
