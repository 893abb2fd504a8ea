import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type RunOptions, runExplain } from "./run-explain.ts";

const forty = fileURLToPath(new URL("../cases/forty", import.meta.url));

const deployment = (name: string, namespace?: string): string =>
  JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: namespace === undefined ? { name } : { name, namespace },
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "app" }] } } },
  });

const fromInput = (args: readonly string[], documents: readonly string[], options: RunOptions = {}) =>
  runExplain(["-f", "-", ...args], { ...options, stdin: documents.join("\n---\n") });

const subjectOf = (stdout: string): unknown => (JSON.parse(stdout) as { readonly subject: unknown }).subject;

describe("naming the workload", () => {
  test.each([
    "deploy/web",
    "deployment/web",
    "Deployment/web",
    "deployments/web",
    "deployments.apps/web",
    "deployment.v1.apps/web",
    "sts/store",
    "ds/agent",
    "po/debug",
    "pods/debug",
    "job/import",
    "cj/nightly",
    "rollouts.argoproj.io/canary",
    "rs/web-5d9c7b6f4d",
  ])("%s", async (subject) => {
    const { code, stdout } = await runExplain([subject, "-f", forty, "-o", "json"]);
    expect(code).toBe(0);
    expect(subjectOf(stdout)).toMatchObject({ name: subject.split("/")[1] });
  });

  test.each([
    ["no workload and no --all", [], "name a workload"],
    ["a workload and --all", ["deploy/web", "--all"], "not both"],
    ["no kind", ["web"], '"web" is not KIND/NAME'],
    ["a kind without Pods", ["configmap/web"], "is not a workload kind; expected one of pod, deployment"],
    ["a kind of another group", ["deployments.extensions/web"], "is not a workload kind"],
    ["two workloads", ["deploy/web", "deploy/search"], 'unexpected "deploy/search"'],
    ["a picture of all", ["--all", "-o", "svg", "-f", forty], "-o html"],
    ["a format that is none", ["deploy/web", "-o", "yaml"], "Allowed choices are text, json, svg, html"],
    ["a configuration that is not there", ["deploy/web", "-f", forty, "--config", "/nowhere.yaml"], "/nowhere.yaml"],
  ])("%s is wrong usage", async (_name, args, said) => {
    const { code, stdout, stderr } = await runExplain(args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(said) });
  });

  test("what is not there is said with what is near", async () => {
    const { code, stderr } = await runExplain(["deploy/serch", "-f", forty]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining("no Deployment serch; did you mean deployment/search -n shop?"),
    });
  });

  test("the same name of another kind or namespace is near", async () => {
    expect((await runExplain(["sts/web", "-f", forty])).stderr).toContain("deployment/web -n shop");
    expect((await runExplain(["deploy/web", "-n", "pay", "-f", forty])).stderr).toContain("deployment/web -n shop");
  });

  test("nothing at all is said as that", async () => {
    expect(await fromInput(["deploy/web"], [])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("no workloads found"),
    });
  });

  test.each([
    [
      "in several namespaces, none the default",
      ["a", "b"],
      [],
      { code: 2, stderr: expect.stringContaining("choose one of a, b with -n") },
    ],
    [
      "in several namespaces, one the default",
      ["a", undefined],
      [],
      { code: 0, stdout: expect.stringContaining("Deployment default/web") },
    ],
    [
      "in the namespace that is asked for",
      ["a", "b"],
      ["-n", "b"],
      { code: 0, stdout: expect.stringContaining("Deployment b/web") },
    ],
    [
      "in no namespace of its own",
      [undefined],
      ["-n", "web"],
      { code: 0, stdout: expect.stringContaining("Deployment web/web") },
    ],
  ])("a name %s", async (_name, namespaces, args, expected) => {
    const documents = namespaces.map((namespace) => deployment("web", namespace));
    expect(await fromInput(["deploy/web", ...args], documents)).toMatchObject(expected);
  });
});

describe("reading files", () => {
  const folder = mkdtempSync(join(tmpdir(), "explain-"));
  const [good, other, broken] = ["good.yaml", "other.yaml", "broken.yaml"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(good, deployment("shop"));
  writeFileSync(other, deployment("search"));
  writeFileSync(broken, "apiVersion: v1\nkind: Service\nmetadata: {name: [}\n");

  test.each([
    ["one -f for each", ["deploy/search", "-f", good, "-f", other]],
    ["the workload behind the files", ["-f", good, "-f", other, "deploy/search"]],
    ["what a shell makes of a pattern", ["deploy/search", "-f", good, other]],
    ["a pattern in front of the workload", ["-f", good, other, "deploy/search"]],
  ])("%s", async (_name, args) => {
    expect(await runExplain(args)).toMatchObject({ code: 0, stdout: expect.stringContaining("Deployment default/search") });
  });

  test("a file that cannot be parsed is said with its line, and the rest is explained", async () => {
    const { code, stdout, stderr } = await runExplain(["--all", "-f", folder, "-o", "json"]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/broken\.yaml:3: /);
    expect(stderr).toContain("could not be read");
    expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(2);
  });

  test("a file that is not there is said", async () => {
    const { code, stderr } = await runExplain(["deploy/shop", "-f", good, "-f", join(folder, "none.yaml")]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining("none.yaml cannot be read") });
  });

  test("a cluster that cannot be reached is said in one sentence", async () => {
    const { code, stderr } = await runExplain(["deploy/shop", "--kubeconfig", join(folder, "none")]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/kubeconfig .*none does not exist[^\n]*\n$/) });
  });
});

describe("the answer", () => {
  test("is one object for one workload, and items for all", async () => {
    expect(subjectOf((await runExplain(["deploy/web", "-f", forty, "-o", "json"])).stdout)).toMatchObject({ kind: "Deployment" });
    expect(JSON.parse((await fromInput(["--all", "-o", "json"], [])).stdout)).toEqual({ items: [] });
  });

  test("of one namespace is of no other", async () => {
    const { stdout } = await runExplain(["--all", "-n", "pay", "-f", forty, "-o", "json"]);
    const { items } = JSON.parse(stdout) as { items: readonly { subject: { name: string } }[] };
    expect(items.map(({ subject }) => subject.name)).toEqual(["drains", "hurried"]);
  });

  test.each([
    ["svg", /^<svg [\s\S]*<\/svg>\n$/],
    ["html", /^<!doctype html>[\s\S]*<\/html>\n$/],
    ["text", /^Deployment shop\/web\nmode enforce/],
  ])("as %s", async (format, shape) => {
    expect((await runExplain(["deploy/web", "-f", forty, "-o", format])).stdout).toMatch(shape);
  });

  const painted = "\u001b[";
  test.each<readonly [string, RunOptions, boolean]>([
    ["on a terminal", { terminal: 80 }, true],
    ["in a file", {}, false],
    ["on a terminal with NO_COLOR", { terminal: 80, environment: { NO_COLOR: "1" } }, false],
    ["on a terminal with an empty NO_COLOR", { terminal: 80, environment: { NO_COLOR: "" } }, true],
    ["on a terminal that has none", { terminal: 80, environment: { TERM: "dumb" } }, false],
  ])("colours %s", async (_name, options, colored) => {
    const { stdout } = await runExplain(["deploy/web", "-f", forty], options);
    expect(stdout.includes(painted)).toBe(colored);
  });

  test("knows names of target groups where the controller's cluster name is given", async () => {
    const withUid = deployment("shop", "web");
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "shop", namespace: "web", uid: "0000-1" },
      spec: { selector: { app: "shop" }, ports: [{ port: 80, targetPort: 8080 }] },
    };
    const annotations = { "alb.ingress.kubernetes.io/target-type": "ip", "kubernetes.io/ingress.class": "alb" };
    const ingress = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "shop", namespace: "web", annotations },
      spec: { defaultBackend: { service: { name: "shop", port: { number: 80 } } } },
    };
    const documents = [withUid, JSON.stringify(service), JSON.stringify(ingress)];
    const bindingOf = async (...args: readonly string[]): Promise<unknown> =>
      (
        JSON.parse((await fromInput(["deploy/shop", "-o", "json", ...args], documents)).stdout) as {
          targetGroups: { binding: unknown }[];
        }
      ).targetGroups[0]?.binding;
    expect(await bindingOf()).toBeNull();
    expect(await bindingOf("--cluster-name", "test")).toMatch(/^k8s-web-shop-[0-9a-f]{10}$/);
  });

  test("takes a class that no file describes to be the controller's, and says so", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "shop", namespace: "web" },
      spec: { selector: { app: "shop" }, ports: [{ port: 80 }] },
    };
    const annotations = { "alb.ingress.kubernetes.io/target-type": "ip" };
    const spec = { ingressClassName: "alb", defaultBackend: { service: { name: "shop", port: { number: 80 } } } };
    const ingress = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "shop", namespace: "web", annotations },
      spec,
    };
    const documents = [deployment("shop", "web"), JSON.stringify(service), JSON.stringify(ingress)];
    const { code, stdout, stderr } = await fromInput(["deploy/shop", "-o", "json"], documents);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining("note: IngressClass alb of Ingress web/shop is not in the files"),
    });
    expect((JSON.parse(stdout) as { targetGroups: unknown[] }).targetGroups).toHaveLength(1);
  });

  test("follows a configuration file", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "explain-")), "outlive.yaml");
    writeFileSync(file, "scope: cluster\ndefaultMode: audit\ndefaultPolicy: propagation\n");
    const { stdout } = await fromInput(["deploy/shop", "-o", "json", "--config", file], [deployment("shop", "web")]);
    expect(JSON.parse(stdout)).toMatchObject({ mode: "audit", policy: "propagation" });
  });
});
