/** No roll-out is ever started by us, and no manifest that was accepted is refused later because of us. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { delay, deployment, ingress, type PodGiven, service } from "../support/shop.ts";
import { refusal, routedNamespace, sleep, type Timed, template, timed, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

const routes = (namespace: string) => [service(namespace), ingress(namespace, delay(35))];

interface State {
  readonly timed: Timed;
  readonly generation: unknown;
  readonly replicaSets: readonly string[];
}

async function stateOf(namespace: string): Promise<State> {
  const stored = await webhook.get("deployment", namespace, "shop");
  const { stdout } = await webhook.kubectl(["-n", namespace, "get", "replicasets", "-o", "name"]);
  return {
    timed: timed(stored, ...template),
    generation: objectAt(stored, "metadata")["generation"],
    replicaSets: stdout.split("\n").filter(Boolean).sort(),
  };
}

const settled = async (namespace: string): Promise<State> => {
  await webhook.until(async () => {
    const { metadata, status } = (await webhook.get("deployment", namespace, "shop")) as unknown as {
      metadata: { generation: number };
      status: { observedGeneration?: number };
    };
    return status.observedGeneration === metadata.generation;
  }, "the Deployment controller");
  return stateOf(namespace);
};

interface TrafficPath {
  readonly args: readonly string[];
  readonly given?: PodGiven;
}

const must = async (args: readonly string[], input?: unknown): Promise<void> => {
  const { code, stderr } = await webhook.kubectl(args, input);
  expect([args.join(" "), code, code === 0 ? "" : stderr]).toEqual([args.join(" "), 0, ""]);
};

const ways: Readonly<Record<string, TrafficPath>> = {
  "client-side apply": { args: ["apply", "-f", "-"] },
  "server-side apply": { args: ["apply", "--server-side", "--field-manager=one", "-f", "-"] },
  "server-side apply by a second manager": { args: ["apply", "--server-side", "--field-manager=two", "-f", "-"] },
  replace: { args: ["replace", "-f", "-"] },
};

const margin = (seconds: number) => ({ parameters: { preStopMargin: seconds } });

type Story = readonly [created: keyof typeof ways | "create", again: keyof typeof ways, given: PodGiven];

const stories: readonly Story[] = [
  ["client-side apply", "client-side apply", {}],
  ["client-side apply", "replace", {}],
  ["server-side apply", "server-side apply", {}],
  ["server-side apply", "server-side apply by a second manager", {}],
  ["server-side apply", "replace", {}],
  ["create", "replace", {}],
  ["create", "server-side apply", {}],
  ["client-side apply", "client-side apply", { grace: 30 }],
  ["server-side apply", "server-side apply by a second manager", { grace: 30 }],
  ["client-side apply", "replace", { grace: 45 }],
  ["create", "client-side apply", { grace: 30 }],
  ["client-side apply", "client-side apply", { sleep: 10 }],
  ["server-side apply", "server-side apply by a second manager", { sleep: 10 }],
  ["client-side apply", "replace", { sleep: 10, grace: 75 }],
];

describe("X8 X9 X16 an unchanged manifest after a changed default", () => {
  test.each(stories)("made by %s and sent again by %s with %j starts no roll-out", async (created, again, given) => {
    await webhook.configure(margin(5));
    const namespace = await routedNamespace(webhook, 40, routes);
    const manifest = deployment(namespace, given);
    await must(created === "create" ? ["create", "-f", "-"] : (ways[created]?.args ?? []), manifest);
    const before = await settled(namespace);
    await webhook.configure(margin(60));
    await untilPodsSleep(webhook, namespace, 95);
    await must(ways[again]?.args ?? [], manifest);
    // A changed annotation counts as a generation as well, and both a PUT and the first apply change some.
    const { generation, ...same } = before;
    const reannotated = again === "replace" || created === "create";
    expect(await settled(namespace)).toMatchObject({ ...same, ...(reannotated ? {} : { generation }) });
    await must(["-n", namespace, "annotate", "deployment", "shop", "example.com/a=b"]);
    await must(["-n", namespace, "scale", "deployment", "shop", "--replicas=3"]);
    expect(await settled(namespace)).toMatchObject({ timed: before.timed, replicaSets: before.replicaSets });
  });
});

describe("X15 with the webhook gone after injection", () => {
  test.each(stories)("the manifest made by %s is accepted again by %s with %j", async (created, again, given) => {
    await webhook.configure(margin(5));
    const namespace = await routedNamespace(webhook, 40, routes);
    const manifest = deployment(namespace, given);
    await must(created === "create" ? ["create", "-f", "-"] : (ways[created]?.args ?? []), manifest);
    const before = await settled(namespace);
    await webhook.front.stop();
    try {
      await must(ways[again]?.args ?? [], manifest);
      const after = await settled(namespace);
      // A PUT of the whole manifest takes injected values out again; no webhook that is gone can keep them.
      if (again !== "replace" || before.timed.record === undefined) expect(after.replicaSets).toEqual(before.replicaSets);
    } finally {
      await webhook.front.start();
    }
  });
});

test("X10 undoing a roll-out comes back to the ReplicaSet that it was", async () => {
  await webhook.configure(margin(5));
  const namespace = await routedNamespace(webhook, 40, routes);
  await webhook.apply(deployment(namespace));
  const first = await settled(namespace);
  expect(first.timed).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  await must(["-n", namespace, "set", "image", "deployment/shop", "app=shop:2"]);
  const second = await settled(namespace);
  expect(second.replicaSets).toHaveLength(2);
  await webhook.configure(margin(60));
  await untilPodsSleep(webhook, namespace, 95);
  await must(["-n", namespace, "rollout", "undo", "deployment/shop"]);
  const undone = await settled(namespace);
  expect(undone.replicaSets).toEqual(second.replicaSets);
  expect(undone.timed).toEqual(first.timed);
});

test("X7 a ReplicaSet that has a controller is left to it, even where ReplicaSets are registered", async () => {
  await webhook.configure(margin(5));
  const namespace = await routedNamespace(webhook, 40, routes);
  await webhook.register((configurations) =>
    configurations.map((each) => ({
      ...each,
      webhooks: each.webhooks.map((hook) => ({
        ...hook,
        rules: [
          ...(hook["rules"] as readonly object[]),
          { apiGroups: ["apps"], apiVersions: ["v1"], resources: ["replicasets"], operations: ["CREATE", "UPDATE"] },
        ],
      })),
    })),
  );
  const alone = deployment(namespace) as { metadata: object; spec: object };
  const { replicas: _replicas, ...spec } = alone.spec as { replicas: number };
  const replicaSet = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "bare", namespace },
    spec: { ...spec, replicas: 0 },
  };
  await webhook.until(async () => {
    const { stdout } = await webhook.kubectl(["apply", "--dry-run=server", "-o", "json", "-f", "-"], replicaSet);
    return timed(JSON.parse(stdout), ...template).grace === 50;
  }, "ReplicaSets to be reviewed");
  // Its Deployment states its grace period, so that only an injection into the ReplicaSet could size the template.
  await webhook.apply(deployment(namespace, { grace: 30 }));
  const { replicaSets } = await settled(namespace);
  expect(replicaSets).toHaveLength(1);
  const name = replicaSets[0]?.split("/")[1] ?? "";
  expect(timed(await webhook.get("replicaset", namespace, name), ...template)).toMatchObject({ hooks: { app: {} }, grace: 30 });
  await webhook.register();
});

describe("a manifest that states its own timings", () => {
  test("keeps its template, is told so, and its Pods are sized", async () => {
    await webhook.configure(margin(5));
    const namespace = await routedNamespace(webhook, 40, routes);
    const { stderr } = await webhook.kubectl(["apply", "-f", "-"], deployment(namespace, { grace: 30, replicas: 1 }));
    expect(stderr).toContain("Warning: set on Pods when they are created: container app: preStop sleep 40 s");
    expect((await settled(namespace)).timed).toMatchObject({ hooks: { app: {} }, grace: 30, record: undefined });
    const pods = async () =>
      (JSON.parse((await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"])).stdout) as { items: object[] }).items;
    await webhook.until(async () => (await pods()).length === 1, "the Pod");
    expect((await pods()).map((each) => timed(each))).toMatchObject([{ hooks: { app: sleep(40) }, grace: 50 }]);
  });

  test("stated later, a shorter grace period than our sleep takes the sleep back, and a hook of its own takes its place", async () => {
    await webhook.configure(margin(5));
    const namespace = await routedNamespace(webhook, 40, routes);
    await webhook.apply(deployment(namespace));
    await webhook.apply(deployment(namespace, { grace: 35 }));
    expect((await settled(namespace)).timed).toMatchObject({ hooks: { app: {} }, grace: 35, record: undefined });
    const other = await routedNamespace(webhook, 40, routes);
    await webhook.apply(deployment(other));
    await webhook.apply(deployment(other, { sleep: 60 }));
    expect((await settled(other)).timed.hooks).toEqual({ app: { exec: { command: ["sleep", "60"] } } });
    expect(await refusal(webhook, ["replace"], deployment(other, { sleep: 70 }))).toBe("");
    expect((await settled(other)).timed.hooks).toEqual({ app: { exec: { command: ["sleep", "70"] } } });
  });
});
