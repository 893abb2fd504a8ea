import { describe, expect, test } from "vitest";
import { type DeploymentGiven, deployment, namespace, routes, service } from "./check-manifests.ts";
import { linesOf, reportOn } from "./run-check.ts";

const app = (given: DeploymentGiven, delay?: number | string): Readonly<Record<string, string>> => ({
  "app.yaml": deployment(given),
  "routes.yaml": routes(delay === undefined ? {} : { delay }),
});

describe("Annotations and labels of ours that are wrong", () => {
  const good = { sleep: 40, grace: 50 };
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      "a duration that is none",
      app({ ...good, annotations: { "outlive.dev/pre-stop": "fast" } }, 35),
      ["error override-invalid app.yaml:10"],
    ],
    [
      "a policy that does not exist",
      app({ ...good, annotations: { "outlive.dev/policy": "best" } }, 35),
      ["error policy-unknown app.yaml:10"],
    ],
    [
      "a skip without a reason",
      app({ ...good, annotations: { "outlive.dev/skip": " " } }, 35),
      ["error skip-without-reason app.yaml:10"],
    ],
    [
      "a container that is not there",
      app({ ...good, annotations: { "outlive.dev/containers": "web" } }, 35),
      ["error container-unknown app.yaml:10"],
    ],
    [
      "the second of two",
      app({ ...good, annotations: { team: "a", "outlive.dev/shutdown": "1y" } }, 35),
      ["error override-invalid app.yaml:11"],
    ],
    [
      "a policy of a Namespace without a mode",
      { "ns.yaml": namespace("web", "outlive.dev/policy: best") },
      ["warning policy-unknown ns.yaml:6"],
    ],
    ["a mode of a Namespace", { "ns.yaml": namespace("web", "outlive.dev/mode: enforced") }, ["warning mode-unknown ns.yaml:6"]],
    [
      "a key that is misspelt",
      app({ ...good, annotations: { "outlive.dev/skp": "by hand" } }, 35),
      ["warning key-unknown app.yaml:10"],
    ],
    [
      "a key that is misspelt where nothing else is judged",
      { "app.yaml": deployment({ annotations: { "outlive.dev/skp": "by hand" } }) },
      ["warning key-unknown app.yaml:10"],
    ],
    [
      "a key of a Namespace that is misspelt",
      { "ns.yaml": namespace("web", "outlive.dev/mod: enforce") },
      ["warning key-unknown ns.yaml:6"],
    ],
    [
      "a key of a workload on a Service",
      { ...app(good, 35), "service.yaml": service({ name: "other" }, 'outlive.dev/keep-alive: "75"') },
      ["warning key-misplaced service.yaml:7"],
    ],
    [
      "also where nothing else is judged",
      { "app.yaml": deployment({ annotations: { "outlive.dev/pre-stop": "fast" } }) },
      ["error override-invalid app.yaml:10"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(linesOf(await reportOn(files))).toEqual(expected);
  });

  test("a reason for skipping leaves the workload alone and is listed with its line", async () => {
    const report = await reportOn(app({ annotations: { "outlive.dev/skip": "drains by itself" } }, 35));
    expect(linesOf(report)).toEqual([]);
    expect(report.skipped).toEqual([
      {
        subject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" },
        reason: "drains by itself",
        file: "app.yaml",
        line: 10,
      },
    ]);
  });
});
