/**
 * The tests that share an API server, on the API server of each release: `node test/matrix/main.ts [MINOR…] [PATH…]`.
 * With paths, only these tests are run, and their results replace the earlier ones of the same release.
 */
import { KUBERNETES_RELEASES, releaseOf } from "../control-plane/kubernetes-releases.ts";
import { tryRelease } from "./try-release.ts";

const args = process.argv.slice(2);
const minors = args.filter((arg) => /^\d+\.\d+$/.test(arg));
const paths = args.filter((arg) => !minors.includes(arg));

for (const release of minors.length === 0 ? KUBERNETES_RELEASES : minors.map(releaseOf)) {
  if (!(await tryRelease(release, paths))) process.exitCode = 1;
}
