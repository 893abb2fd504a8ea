/** Everything that the program is bundled from, as CycloneDX, without the random number and the time that npm puts in. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "../..");

/** Optional in a checkout, and part of what is shipped. */
const shippedOptional = "@aws-sdk/client-elastic-load-balancing-v2";

interface Bom {
  serialNumber?: string;
  readonly metadata: { timestamp?: string; readonly component: { readonly "bom-ref": string; name: string } };
  components: readonly { readonly "bom-ref": string; readonly name: string }[];
  dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

export function sbom(seconds: number): string {
  const bom = bomWithout("dev");
  const required = bomWithout("dev", "optional").components.map((component) => component["bom-ref"]);
  const [optional] = bom.components.filter(({ name }) => name === shippedOptional).map((component) => component["bom-ref"]);
  if (optional === undefined) throw new Error(`${shippedOptional} is not in package-lock.json`);
  const shipped = new Set([...required, ...reachable(optional, bom)]);
  bom.components = bom.components.filter((component) => shipped.has(component["bom-ref"]));
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => shipped.has(ref) || ref === bom.metadata.component["bom-ref"])
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => shipped.has(each)) }));
  delete bom.serialNumber;
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  // npm takes the name of the folder.
  bom.metadata.component.name = packageJson.name;
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function bomWithout(...omitted: readonly string[]): Bom {
  const omit = omitted.flatMap((kind) => ["--omit", kind]);
  const args = ["sbom", "--sbom-format", "cyclonedx", ...omit, "--package-lock-only"];
  return JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })) as Bom;
}

function reachable(from: string, { dependencies }: Bom): ReadonlySet<string> {
  const next = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const found = new Set([from]);
  for (const ref of found) for (const each of next.get(ref) ?? []) found.add(each);
  return found;
}
