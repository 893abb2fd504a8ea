/** Everything that the program is bundled from, as CycloneDX, without the random number and the time that npm puts in. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "../..");

interface Bom {
  serialNumber?: string;
  readonly metadata: { timestamp?: string; readonly component: { name: string } };
}

export function sbom(seconds: number): string {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--omit", "optional", "--package-lock-only"];
  const bom = JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })) as Bom;
  delete bom.serialNumber;
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  // npm takes the name of the folder.
  bom.metadata.component.name = packageJson.name;
  return `${JSON.stringify(bom, null, 2)}\n`;
}
