import { expect, test } from "vitest";
import { lookUpBinary } from "./binary-lookup.ts";
import type { BinaryName } from "./binary-table.ts";

const lookUp = (name: BinaryName, assets: string | undefined, existing: readonly string[]): string | undefined =>
  lookUpBinary(name, { assets, cache: () => "/cache", isExecutable: (path) => existing.includes(path) });

test("KUBEBUILDER_ASSETS wins over the cache", () => {
  expect(lookUp("etcd", "/assets", ["/cache/etcd", "/assets/etcd"])).toBe("/assets/etcd");
});

test("what KUBEBUILDER_ASSETS does not hold comes from the cache", () => {
  expect(lookUp("kube-scheduler", "/assets", ["/assets/etcd", "/cache/kube-scheduler"])).toBe("/cache/kube-scheduler");
});

test.each([undefined, ""])("without KUBEBUILDER_ASSETS (%j) only the cache is asked", (assets) => {
  expect(lookUp("etcd", assets, ["/cache/etcd", "/etcd", "etcd"])).toBe("/cache/etcd");
});

test("a binary that is nowhere has to be built", () => {
  expect(lookUp("kubectl", "/assets", [])).toBeUndefined();
});
