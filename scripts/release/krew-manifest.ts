import { readFileSync } from "node:fs";
import { join } from "node:path";
import { publication } from "./publication.ts";

const template = join(import.meta.dirname, "../../deploy/krew/outlive.yaml");

/** deploy/krew/outlive.yaml for one release. Where publication.json names no address, those of the template stay, which lead nowhere. */
export function krewManifest(version: string, archive: string, sha256: string): string {
  const { downloads, repository } = publication();
  const replaced = readFileSync(template, "utf8")
    .replace(/^#.*\n/, "")
    .replace("version: v0.0.0", `version: v${version}`)
    .replace(/sha256: "0{64}"/, `sha256: "${sha256}"`);
  return replaced
    .replace(/uri: \S+/, (unset) => (downloads === undefined ? unset : `uri: ${downloads}/v${version}/${archive}`))
    .replace(/homepage: \S+/, (unset) => (repository === undefined ? unset : `homepage: ${repository}`));
}
