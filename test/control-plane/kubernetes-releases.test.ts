import { expect, test } from "vitest";
import { assumedKubernetes } from "#model/kubernetes/version-facts.ts";
import { readPins } from "./binary-cache.ts";
import { BINARIES } from "./binary-table.ts";
import { goModOf } from "./kubernetes-go-mod.ts";
import { KUBERNETES_RELEASES, releaseOf, USUAL_MINOR } from "./kubernetes-releases.ts";

test.each(KUBERNETES_RELEASES)(
  "the go.mod of $minor has what the table says",
  ({ version, programs, insteadOf = {}, module }) => {
    const { goMod } = readPins(module);
    expect(goMod).toContain(`\tk8s.io/kubernetes ${version} // indirect\n`);
    for (const program of programs) expect(goMod).toMatch(new RegExp(`^\\t${BINARIES[program].package}$`, "m"));
    const replaced = [...goMod.matchAll(/^\t(k8s\.io\/\S+) => \1 (\S+)$/gm)];
    expect(replaced.length).toBeGreaterThan(25);
    for (const [, name = "", pinned] of replaced)
      expect([name, pinned]).toEqual([name, insteadOf[name] ?? version.replace("v1.", "v0.")]);
  },
);

test("go.mod of a release that calls its parts by folder leads to the published ones", () => {
  const upstream = `module k8s.io/kubernetes

go 1.23.0

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/kubectl => ./staging/src/k8s.io/kubectl
)
`;
  const release = { ...releaseOf("1.32"), insteadOf: { "k8s.io/kubectl": "v0.32.3" } };
  const text = goModOf(release, upstream);
  expect(text).toContain("\tk8s.io/api => k8s.io/api v0.32.13\n\tk8s.io/kubectl => k8s.io/kubectl v0.32.3\n");
  expect(text).toContain("go 1.24.0\n\ngodebug default=go1.23\n");
  expect(() => goModOf(release, "module k8s.io/kubernetes\n")).toThrow("is not of the known form");
});

test("what is assumed where nobody names a version is the usual one", () => {
  expect(USUAL_MINOR).toBe(assumedKubernetes);
  expect(() => releaseOf("1.29")).toThrow("there are 1.30, ");
});
