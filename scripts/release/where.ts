/** For the release workflow: `node scripts/release/where.ts TAG` prints where that release goes, one NAME=VALUE a line, or says why it cannot. */
import packageJson from "../../package.json" with { type: "json" };
import { type Publication, publication } from "./publication.ts";

const { version } = packageJson;

/** @throws Error naming everything that is in the way */
export function releaseTo(tag: string, places: Publication): Readonly<Record<string, string>> {
  const { image, charts } = places;
  const unset = Object.entries(places).flatMap(([key, address]) => (address === undefined ? [key] : []));
  const reasons = [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, but package.json has the version ${version}`]),
    ...(unset.length === 0 ? [] : [`publication.json names no ${unset.join(", no ")}`]),
  ];
  if (image === undefined || charts === undefined || reasons.length > 0) throw new Error(reasons.join("; "));
  return { version, image, charts, registry: image.split("/")[0] ?? "" };
}

if (import.meta.main) {
  try {
    const lines = Object.entries(releaseTo(process.argv[2] ?? "", publication())).map(([name, value]) => `${name}=${value}\n`);
    process.stdout.write(lines.join(""));
  } catch (error) {
    process.stderr.write(`not released: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
