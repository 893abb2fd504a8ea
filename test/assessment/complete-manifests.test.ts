import { describe, expect, test } from "vitest";
import { completeManifests } from "#assessment/complete-manifests.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { Manifests } from "#manifests/manifest-collection.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import { deployment, documents, service, ingress as shopIngress } from "../cli/check-manifests.ts";
import { manifestFolder, runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";

describe("Classes that are in none of the manifests", () => {
  const ingress = (className: string, annotations: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: web, annotations: {${annotations}}}\nspec: {${className}}\n`;
  const read = async (text: string): Promise<Manifests> =>
    readManifests(
      watchedKinds,
      ["-"],
      (async function* () {
        yield text;
      })(),
    );
  const alb = "alb.ingress.kubernetes.io/target-type: ip";

  test.each<[string, string, readonly string[]]>([
    ["alb", ingress("ingressClassName: alb", ""), ["alb"]],
    ["another name with an annotation of the controller", ingress("ingressClassName: public", alb), ["public"]],
    ["no name with an annotation of the controller", ingress("", alb), ["alb"]],
    ["no name and no annotation", ingress("", ""), []],
    ["the old annotation decides", ingress("", `${alb}, kubernetes.io/ingress.class: nginx`), []],
    ["a name of another controller's", ingress("ingressClassName: nginx-internal", alb), []],
  ])("are taken to exist: %s", async (_, text, expected) => {
    const { view, assumptions } = completeManifests((await read(text)).view, defaultControllerFlags);
    expect(assumptions.map(({ className }) => className)).toEqual(expected);
    for (const name of expected) expect(view.get("IngressClass", "", name)?.controller).toBe("ingress.k8s.aws/alb");
  });

  test("an Ingress without a class is one object, however it is asked for", async () => {
    const { view } = completeManifests((await read(ingress("", alb))).view, defaultControllerFlags);
    expect(view.list("Ingress")[0]).toBe(view.get("Ingress", "web", "web"));
    expect(view.list("Ingress")[0]?.ingressClassName).toBe("alb");
  });

  test("an Ingress without a class is found by the class that it was given", async () => {
    const { view } = completeManifests((await read(ingress("", alb))).view, defaultControllerFlags);
    expect(view.indexed("Ingress", "class", "alb")).toHaveLength(1);
    expect(view.indexed("Ingress", "class", "")).toEqual([]);
  });

  test("a view with nothing to assume is the same view", async () => {
    const { view } = await read(ingress("", ""));
    expect(completeManifests(view, defaultControllerFlags).view).toBe(view);
  });
});

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line.startsWith("note: "));

describe("check and explain -f assume the same", () => {
  const text = shopIngress({ delay: 35 });
  test.each<[string, string]>([
    ["the class of the controller's chart", text],
    [
      "a class of another name, beside annotations of the controller",
      text.replace("ingressClassName: alb", "ingressClassName: public"),
    ],
    ["no class at all", text.replace("  ingressClassName: alb\n", "")],
    ["a class of another controller", text.replace("ingressClassName: alb", "ingressClassName: nginx")],
  ])("%s", async (_, ingressText) => {
    const { folder, remove } = manifestFolder({
      "app.yaml": documents(deployment({ sleep: 10, grace: 50 }), service(), ingressText),
    });
    try {
      const [checked, explained] = [
        await runCheck([folder, "-o", "json"]),
        await runExplain(["--all", "-f", folder, "-o", "json"]),
      ];
      expect(lines(explained.stderr)).toEqual(lines(checked.stderr));
      const rule = "prestop-outlives-deregistration";
      expect(explained.stdout.includes(rule)).toBe(checked.stdout.includes(rule));
    } finally {
      remove();
    }
  });
});

describe("A Service of type LoadBalancer that says no class", () => {
  const service = (spec: string): string =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: web}\nspec: {type: LoadBalancer, ports: [{port: 80}]${spec}}\n`;
  const assumed = async (text: string, serviceMutatorWebhook: boolean): Promise<readonly string[]> => {
    const manifests = await readManifests(
      watchedKinds,
      ["-"],
      (async function* () {
        yield text;
      })(),
    );
    const { assumptions } = completeManifests(manifests.view, { ...defaultControllerFlags, serviceMutatorWebhook });
    return assumptions.map(assumptionText);
  };

  test("is taken to get that of the controller's webhook, and that is said once", async () => {
    const two = `${service("")}---\n${service("").replace("name: web", "name: api")}`;
    expect(await assumed(two, true)).toEqual([
      "Service web/api and 1 more: no spec.loadBalancerClass; assumed that the AWS Load Balancer Controller's webhook sets service.k8s.aws/nlb (controller.serviceMutatorWebhook)",
    ]);
  });

  test.each([
    ["where there is no such webhook", service(""), false],
    ["where it says one", service(", loadBalancerClass: example.com/lb"), true],
    ["where it is no load balancer", service("").replace("LoadBalancer", "ClusterIP"), true],
  ])("nothing is assumed %s", async (_, text, mutator) => {
    expect(await assumed(text, mutator)).toEqual([]);
  });
});

test("an assumption is one line of printable text", () => {
  const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "web", name: "a\u001b[31m" };
  expect(assumptionText({ what: "ingress-class", className: "alb\n", ingress })).not.toMatch(/\p{Cc}/u);
});
