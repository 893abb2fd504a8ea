/** Writes the go.mod and go.sum of every release in the table, after the table was changed. Needs Go and the network. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { moduleFolder } from "./binary-cache.ts";
import { goModOf } from "./kubernetes-go-mod.ts";
import { KUBERNETES_RELEASES, releaseOf } from "./kubernetes-releases.ts";

const asked = process.argv.slice(2);
for (const release of asked.length === 0 ? KUBERNETES_RELEASES : asked.map(releaseOf)) {
  const folder = moduleFolder(release.module);
  mkdirSync(folder, { recursive: true });
  const module = `k8s.io/kubernetes@${release.version}`;
  const found = execFileSync("go", ["mod", "download", "-json", module], {
    encoding: "utf8",
    env: { ...process.env, GOWORK: "off" },
  });
  const { GoMod: upstream } = JSON.parse(found) as { GoMod: string };
  writeFileSync(join(folder, "go.mod"), goModOf(release, readFileSync(upstream, "utf8")));
  execFileSync("go", ["mod", "tidy"], { cwd: folder, stdio: "inherit", env: { ...process.env, GOWORK: "off" } });
  process.stdout.write(`${release.minor}: ${release.version}\n`);
}
