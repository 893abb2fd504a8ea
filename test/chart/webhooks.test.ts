import { describe, expect, test } from "vitest";
import { webhookConfigurations } from "#cli/serve/webhook-configurations.ts";
import { only, type Rendered, render } from "./helm.ts";

interface Webhook {
  readonly name: string;
  readonly clientConfig: { readonly url?: string; readonly caBundle?: string; readonly service?: object };
  readonly namespaceSelector?: { readonly matchExpressions: readonly object[] };
  readonly rules: readonly { readonly resources: readonly string[]; readonly operations: readonly string[] }[];
  readonly failurePolicy: string;
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly timeoutSeconds: number;
}

const kinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"] as const;
const webhooksOf = (objects: readonly Rendered[]): readonly Webhook[] =>
  kinds.flatMap((kind) => only(objects, kind)["webhooks"] as readonly Webhook[]);
const named = (objects: readonly Rendered[], name: string): Webhook => {
  const found = webhooksOf(objects).find((webhook) => webhook.name === `${name}.outlive.dev`);
  if (found === undefined) throw new Error(`no webhook ${name}`);
  return found;
};
const selectorOf = (values: object): readonly object[] =>
  named(render({ values }), "pods").namespaceSelector?.matchExpressions ?? [];
const never = (...more: string[]): object => ({
  key: "kubernetes.io/metadata.name",
  operator: "NotIn",
  values: ["kube-system", "kube-node-lease", ...more],
});
const notOff = { key: "outlive.dev/mode", operator: "NotIn", values: ["off"] };

test("the chart registers what the demo registers, but for its address and its own namespace", () => {
  const local = webhookConfigurations({ url: "https://host", caBundle: "" }) as readonly Rendered[];
  const comparable = (objects: readonly Rendered[]): unknown =>
    webhooksOf(objects).map(({ clientConfig, namespaceSelector, ...rest }) => ({
      ...rest,
      path: clientConfig.url?.replace("https://host", "") ?? (clientConfig.service as { path: string }).path,
      selected: JSON.stringify(namespaceSelector ?? {}).replace(',"outlive-system"', ""),
    }));
  expect(comparable(render())).toEqual(comparable(local));
});

describe("namespaces in scope", () => {
  test.each([
    [
      "opt-in: those with a label other than off",
      {},
      [{ key: "outlive.dev/mode", operator: "Exists" }, notOff, never("outlive-system")],
    ],
    ["cluster: all but those labelled off", { scope: "cluster" }, [notOff, never("outlive-system")]],
    [
      "cluster with mode off by default: those that name a mode",
      { scope: "cluster", defaultMode: "off" },
      [{ key: "outlive.dev/mode", operator: "In", values: ["enforce", "warn", "audit"] }, never("outlive-system")],
    ],
    [
      "exclusions add to those that are always there",
      { scope: "cluster", excludedNamespaces: ["cni"] },
      [notOff, { ...never(), values: ["cni", "kube-system", "kube-node-lease", "outlive-system"] }],
    ],
  ])("%s", (_, configuration, expressions) => {
    expect(selectorOf({ configuration })).toEqual(expressions);
  });

  test("further expressions are added", () => {
    const more = { key: "team", operator: "Exists" };
    expect(selectorOf({ webhooks: { namespaceSelector: [more] } })).toContainEqual(more);
  });

  test("the namespace that it runs in is left out under whatever name", () => {
    const selected = named(render({ namespace: "elsewhere" }), "pods").namespaceSelector?.matchExpressions;
    expect(selected).toContainEqual(never("elsewhere"));
  });
});

describe("nothing that could stop the cluster is asked about", () => {
  const all = webhooksOf(render({ values: { webhooks: { argoRollouts: true } } }));
  test.each(all.map((webhook) => [webhook.name, webhook] as const))(
    "%s",
    (_, { rules, matchConditions, failurePolicy, timeoutSeconds }) => {
      expect(rules.flatMap(({ operations }) => operations)).not.toContain("DELETE");
      expect(rules.flatMap(({ resources }) => resources).filter((each) => /\/|\*|lease|node|event|endpoint/.test(each))).toEqual(
        [],
      );
      expect(matchConditions.filter(({ expression }) => !expression.includes("has("))).toEqual([]);
      expect(failurePolicy).toBe("Ignore");
      expect(timeoutSeconds).toBe(3);
    },
  );
  test("a Pod is asked about when it is created and never again", () => {
    expect(all.flatMap(({ rules }) => rules).filter(({ resources }) => resources.includes("pods"))).toMatchObject([
      { operations: ["CREATE"] },
    ]);
  });
});

describe("choices", () => {
  test("each webhook fails as it is told to", () => {
    const objects = render({ values: { webhooks: { routes: { failurePolicy: "Fail" } } } });
    expect(webhooksOf(objects).map(({ name, failurePolicy }) => `${name} ${failurePolicy}`)).toEqual([
      "pods.outlive.dev Ignore",
      "workloads.outlive.dev Ignore",
      "routes.outlive.dev Fail",
      "classes.outlive.dev Ignore",
      "namespaces.outlive.dev Ignore",
    ]);
  });

  test("a webhook that is switched off is not there, and a configuration without any stays", () => {
    const off = { enabled: false };
    const objects = render({ values: { webhooks: { workloads: off, routes: off, classes: off, namespaces: off } } });
    expect(only(objects, "ValidatingWebhookConfiguration")["webhooks"]).toEqual([]);
    expect(webhooksOf(objects)).toHaveLength(1);
  });

  test.each([
    ["self", {}, undefined],
    ["cert-manager", { tls: { mode: "cert-manager" } }, undefined],
    [
      "provided",
      { tls: { mode: "provided", provided: { secretName: "x", caBundle: "PEM" } } },
      Buffer.from("PEM").toString("base64"),
    ],
  ])("with certificates of mode %s the bundle is stated only where nobody writes it later", (_, values, bundle) => {
    expect(webhooksOf(render({ values })).map(({ clientConfig }) => clientConfig.caBundle)).toEqual(Array(5).fill(bundle));
  });

  test("cert-manager is told where to take the bundle from", () => {
    const objects = render({ values: { tls: { mode: "cert-manager" } } });
    for (const kind of kinds)
      expect(only(objects, kind).metadata.annotations).toEqual({
        "cert-manager.io/inject-ca-from": "outlive-system/outlive-tls",
      });
  });

  test("Rollouts are asked about by two webhooks where they are wanted", () => {
    const objects = render({ values: { webhooks: { argoRollouts: true } } });
    const asked = webhooksOf(objects).filter(({ rules }) => rules.some(({ resources }) => resources.includes("rollouts")));
    expect(asked.map(({ name }) => name)).toEqual(["pods.outlive.dev", "workloads.outlive.dev"]);
  });
});
