import { expect, test } from "vitest";
import { readPins } from "./binary-cache.ts";
import { BINARIES, type BinaryName } from "./binary-table.ts";

test.each(Object.keys(BINARIES) as BinaryName[])("%s is a tool of its module", (name) => {
  const source = BINARIES[name];
  expect(readPins(source.module).goMod).toMatch(new RegExp(`^(tool )?\\s*${source.package}$`, "m"));
});

test("the server is told the version that go.mod pins", () => {
  const ldflags = BINARIES["kube-apiserver"].ldflags("require (\n\tk8s.io/kubernetes v1.30.2 // indirect\n)");
  expect(ldflags).toContain("-X k8s.io/component-base/version.gitVersion=v1.30.2");
  expect(ldflags).toContain("-X k8s.io/component-base/version.gitMinor=30");
});

test("a go.mod without Kubernetes is refused", () => {
  expect(() => BINARIES["kube-apiserver"].ldflags("module x")).toThrow(/go mod tidy/);
});
