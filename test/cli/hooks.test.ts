/** What the commands say of hooks that do more than sleep, for the files that the reviews are decided by. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCheck } from "./run-check.ts";
import { runExplain } from "./run-explain.ts";

const manifests = (name: string): string =>
  readFileSync(new URL(`../cases/hooks/${name}.yaml`, import.meta.url), "utf8").replace(/^case:.*\n---\n/, "");

interface Told {
  readonly current: Readonly<Record<string, unknown>>;
  readonly required: Readonly<Record<string, unknown>>;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[];
}

const explained = async (file: string, subject: string, namespace: string): Promise<Told> => {
  const { stdout } = await runExplain([subject, "-n", namespace, "-f", "-", "-o", "json"], { stdin: manifests(file) });
  return JSON.parse(stdout) as Told;
};

const checked = async (file: string): Promise<{ readonly errors: readonly string[]; readonly text: string }> => {
  const { stdout } = await runCheck(["-", "-o", "json"], { stdin: manifests(file) });
  const { findings } = JSON.parse(stdout) as Pick<Told, "findings">;
  const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return { errors: [...new Set(errors)], text: findings.map(({ message }) => message).join("\n") };
};

describe("explain", () => {
  test.each([
    ["ingress-nginx-sleep-then-wait-shutdown", "Deployment/ingress-nginx-controller", "ingress-nginx", 270, 275, 300],
    ["linkerd-proxy-sleep", "Deployment/web", "shop", 130, 130, 160],
    ["statefulset-headless-two-containers", "StatefulSet/svc", "dev", 5, 35, 90],
  ])("says how long at least: %s", async (file, subject, namespace, now, required, grace) => {
    const told = await explained(file, subject, namespace);
    const times = (preStopSeconds: number) => ({
      preStopSeconds,
      preStopExtent: "at-least",
      terminationGracePeriodSeconds: grace,
    });
    expect([told.current, told.required]).toEqual([times(now), times(required)]);
  });

  test("says of a hook that waits that nobody knows how long, and never that there is none", async () => {
    const file = "contour-envoy-hostnetwork-nlb";
    const told = await explained(file, "DaemonSet/envoy", "projectcontour");
    expect(told.required).toEqual({ preStopSeconds: null, preStopExtent: "unknown", terminationGracePeriodSeconds: 300 });
    const { stdout } = await runExplain(["DaemonSet/envoy", "-n", "projectcontour", "-f", "-"], { stdin: manifests(file) });
    expect(stdout).toContain("hook of its own, up to 300 s");
    expect(stdout).not.toMatch(/none|SIGTERM 0 s|remove|requests fail/);
  });
});

describe("check", () => {
  test.each([
    ["ingress-nginx-sleep-then-wait-shutdown", ["prestop-outlives-deregistration"], "leaves it 25 s"],
    ["linkerd-proxy-sleep", [], "shorten the grace period"],
    ["contour-envoy-hostnetwork-nlb", [], "raise the shutdown budget of the nodes"],
    ["dns-tcp-udp-53", [], "use the sleep action of Kubernetes"],
    ["statefulset-headless-two-containers", ["prestop-outlives-deregistration", "prestop-covers-propagation"], "35 s"],
  ])("%s", async (file, errors, said) => {
    const found = await checked(file);
    expect(found.errors).toEqual(errors);
    expect(found.text).toContain(said);
    expect(found.text).not.toContain("take it away");
  });
});
