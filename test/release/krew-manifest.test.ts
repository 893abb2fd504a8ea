import { expect, test } from "vitest";
import { parse } from "yaml";
import { krewManifest } from "../../scripts/release/krew-manifest.ts";

test("carries version and checksum of the release, and nothing of the template's", () => {
  const sum = "ab".repeat(32);
  const { spec } = parse(krewManifest("1.2.3", "kubectl-outlive-1.2.3.tar.gz", sum)) as {
    spec: { version: string; platforms: { sha256: string }[] };
  };
  expect(spec.version).toBe("v1.2.3");
  expect(spec.platforms.map(({ sha256 }) => sha256)).toEqual([sum]);
});
