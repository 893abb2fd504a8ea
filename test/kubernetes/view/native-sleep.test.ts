import { expect, test } from "vitest";
import { nativeSleepEverywhere } from "#kubernetes/view/native-sleep.ts";
import { viewOf } from "../../support/view.ts";

const node = (name: string, kubeletVersion?: string): object => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name },
  status: kubeletVersion === undefined ? {} : { nodeInfo: { kubeletVersion } },
});

test.each<readonly [string, string | undefined, readonly (string | undefined)[], boolean]>([
  ["everything is current", "v1.36.3", ["v1.36.3", "v1.34.2-eks-113cf36"], true],
  ["the oldest that has it", "v1.30.0", ["v1.30.14"], true],
  ["the API server is too old", "v1.29.15-eks-1", [], false],
  ["one kubelet is too old", "v1.31.0", ["v1.31.0", "v1.28.9"], false],
  ["no node is known", "v1.36.3", [], true],
  ["a node has not said its version", "v1.36.3", [undefined, ""], true],
  ["nothing is known", undefined, [], true],
  ["a version of another kind", "v2.0.0", ["dev"], true],
])("%s", (_name, server, kubelets, expected) => {
  expect(nativeSleepEverywhere(viewOf(kubelets.map((version, index) => node(`n${index}`, version))), server)).toBe(expected);
});
