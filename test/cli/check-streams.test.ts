import { afterEach, describe, expect, test } from "vitest";
import { type DeploymentGiven, deployment, documents, ingress, routes, service } from "./check-manifests.ts";
import { type Manifests, manifestFolder, runCheck } from "./run-check.ts";

let manifests: Manifests | undefined;

afterEach(() => {
  manifests?.remove();
  manifests = undefined;
});

function folderOf(files: Readonly<Record<string, string>>): string {
  manifests = manifestFolder(files);
  return manifests.folder;
}

const shop = (given: DeploymentGiven): Readonly<Record<string, string>> => ({
  "shop.yaml": documents(deployment(given), routes({ delay: 35 })),
});

const clean = shop({ sleep: 40, grace: 50 });
const warned = shop({ sleep: 40, grace: 50, replicas: 1 });
const broken = shop({ sleep: 10, grace: 50 });
const unreadable = { ...clean, "broken.yaml": "a: 1\nb: [\n" };
const template = { ...clean, "chart.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n" };

describe("Exit codes", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ["clean", clean, [], 0],
    ["an error", broken, [], 1],
    ["an error, never failing", broken, ["--fail-on", "never"], 0],
    ["a warning", warned, [], 0],
    ["a warning that fails", warned, ["--fail-on", "warning"], 1],
    ["an error where warnings fail", broken, ["--fail-on", "warning"], 1],
    ["an option that does not exist", clean, ["--strict"], 2],
    ["a format that does not exist", clean, ["-o", "xml"], 2],
    ["a policy that does not exist", clean, ["--policy", "best"], 2],
    ["a configuration that does not exist", clean, ["--config", "/nowhere/outlive.yaml"], 2],
    ["--fix with standard input", clean, ["--fix", "-"], 2],
    ["a broken file", unreadable, [], 3],
    ["a broken file, never failing", unreadable, ["--fail-on", "never"], 3],
    ["a path that does not exist", clean, ["/nowhere/at/all"], 3],
    ["Helm source", template, [], 3],
  ])("%s", async (_, files, args, code) => {
    expect((await runCheck([folderOf(files), ...args])).code).toBe(code);
  });

  test("no path at all is wrong usage", async () => {
    expect((await runCheck([])).code).toBe(2);
  });
});

describe("What cannot be read", () => {
  test("is said with file and line, and the rest is still checked and shown", async () => {
    const folder = folderOf({ ...broken, "a-broken.yaml": "a: 1\nb: [\n" });
    const { code, stdout, stderr } = await runCheck([folder]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/a-broken\.yaml:3: this is not valid YAML/);
    expect(stdout).toContain("prestop-outlives-deregistration");
    expect(stdout).toContain("1 input could not be read");
  });

  test("says that Helm source has to be rendered", async () => {
    expect((await runCheck([folderOf(template)])).stderr).toContain("helm template");
  });
});

describe("Standard input", () => {
  test("holds as many documents as one likes, and meets the files", async () => {
    const folder = folderOf({ "routes.yaml": routes({ delay: 35 }) });
    const { stdout, code } = await runCheck(["-", folder], { stdin: deployment({ sleep: 10, grace: 50 }) });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^standard input\n {2}19: error prestop-outlives-deregistration/);
  });
});

describe("The table", () => {
  test("is coloured on a terminal only, and not with NO_COLOR", async () => {
    const folder = folderOf(broken);
    const coloured = (text: string): boolean => text.includes("\u001b[31m");
    expect(coloured((await runCheck([folder])).stdout)).toBe(false);
    expect(coloured((await runCheck([folder], { terminal: true })).stdout)).toBe(true);
    expect(coloured((await runCheck([folder], { terminal: true, environment: { NO_COLOR: "1" } })).stdout)).toBe(false);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["clean", clean, ""],
    ["with a finding", broken, "fix: "],
  ])("says nothing but findings with --quiet: %s", async (_, files, contained) => {
    const { stdout, stderr } = await runCheck([folderOf(files), "--quiet"]);
    expect(stdout).toContain(contained);
    expect(stdout).not.toContain("checked");
    expect(stderr).toBe("");
  });
});

describe("Progress", () => {
  const many = Object.fromEntries(Array.from({ length: 260 }, (_, index) => [`s${index}.yaml`, service({ name: `s${index}` })]));
  test.each<[string, Readonly<Record<string, string>>, boolean, readonly string[], boolean]>([
    ["is not told of few objects where nobody watches", clean, false, [], false],
    ["is told of many", many, false, [], true],
    ["is drawn on a terminal", clean, true, [], true],
    ["is not told with --quiet", many, true, ["--quiet"], false],
  ])("%s", async (_, files, terminal, args, told) => {
    const { stderr } = await runCheck([folderOf(files), ...args], { terminal });
    expect(/objects checked|reading manifests/.test(stderr)).toBe(told);
  });
});

describe("Classes that are in none of the files", () => {
  const files = (ingressText: string): Readonly<Record<string, string>> => ({
    "app.yaml": documents(deployment({ sleep: 10, grace: 50 }), service(), ingressText),
  });
  const text = ingress({ delay: 35 });
  test.each<[string, string, boolean]>([
    ["alb is taken for the controller's, and that is said", text, true],
    [
      "so is another name, beside annotations of the controller",
      text.replace("ingressClassName: alb", "ingressClassName: public"),
      true,
    ],
    ["and no name at all", text.replace("  ingressClassName: alb\n", ""), true],
    ["but no name of another controller's", text.replace("ingressClassName: alb", "ingressClassName: nginx"), false],
    [
      "nor one without any annotation of the controller",
      text.replaceAll(/^ {4}alb\..*\n| {2}annotations:\n/gm, "").replace("ingressClassName: alb", "ingressClassName: public"),
      false,
    ],
  ])("%s", async (_, ingressText, taken) => {
    const { stdout, stderr } = await runCheck([folderOf(files(ingressText)), "-o", "json"]);
    expect(stderr.includes("is not in the files")).toBe(taken);
    expect(stdout.includes("prestop-outlives-deregistration")).toBe(taken);
    expect(stdout).not.toContain("ingress-class-missing");
  });

  test("one that the controller is to have is missed where other classes are given", async () => {
    const other =
      "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: albs }\nspec: { controller: ingress.k8s.aws/alb }\n";
    const { stdout } = await runCheck([folderOf({ ...files(text), "class.yaml": other }), "-o", "json"]);
    expect(stdout).toContain("ingress-class-missing");
  });
});
