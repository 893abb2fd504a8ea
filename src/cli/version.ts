import { buildStamp } from "./build-stamp.ts";

/** Held equal to package.json by test/repo/version.test.ts; a bundled file has no package.json beside it. */
export const version = "0.1.0";

/** What `--version` prints. The version comes first, so that a script can take the first word. */
export function versionLine({ commit, date } = buildStamp): string {
  if (commit === undefined) return `${version} (commit not recorded)`;
  return `${version} (commit ${[commit, date].filter((part) => part !== undefined).join(", ")})`;
}
