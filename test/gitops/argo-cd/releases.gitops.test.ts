/** Argo CD's real application controller, with every way to apply and to compare, over templates and Pods that Outlive has patched. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { sleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { revisionsIn, rollOuts, templateOf } from "../roll-outs.ts";
import { changed, routes, workloads } from "../shop.ts";
import { compared, settled } from "./application.ts";
import { type ArgoCd, argoNamespace, startArgoCd } from "./controllers.ts";
import { type GitRepository, gitRepository } from "./git-repository.ts";
import { provisionIngresses } from "./provisioned-ingresses.ts";

let webhook: TestWebhook;
let argo: ArgoCd;
let git: GitRepository;
beforeAll(async () => {
  webhook = await startWebhook();
  git = gitRepository();
  argo = await startArgoCd();
});
afterAll(async () => {
  await argo?.stop();
  git?.remove();
  await webhook?.stop();
});

const inFirstWave = (object: JsonObject): JsonObject =>
  changed(object, ["metadata", "annotations"], (annotations) => ({
    ...objectAt(annotations),
    "argocd.argoproj.io/sync-wave": "-1",
  }));

const files = (namespace: string, seconds: number, image: string): Readonly<Record<string, string>> => ({
  "routes.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: routes(namespace, seconds).map(inFirstWave) }),
  "workloads.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: workloads(namespace, image) }),
});

const compareOptions = "argocd.argoproj.io/compare-options";

const application = (namespace: string, options: string, syncOptions: readonly string[]): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: {
    name: namespace,
    namespace: argoNamespace,
    ...(options === "" ? {} : { annotations: { [compareOptions]: options } }),
  },
  spec: {
    project: "default",
    source: { repoURL: git.url, path: ".", targetRevision: "main" },
    destination: { server: "https://kubernetes.default.svc", namespace },
    // A difference that stayed would be applied again and again.
    syncPolicy: { automated: { selfHeal: true, prune: true }, syncOptions },
  },
});

describe.each([
  ["kubectl apply", []],
  ["server-side apply", ["ServerSideApply=true"]],
])("%s", (_apply, syncOptions) => {
  test.each([
    ["the three-way difference", ""],
    ["a server-side difference", "ServerSideDiff=true"],
    ["a server-side difference with what webhooks change", "ServerSideDiff=true,IncludeMutationWebhook=true"],
  ])("%s: one sync and one roll-out for each commit", async (_compare, options) => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    const stops = [readyPods(webhook, namespace), provisionIngresses(webhook, namespace)];
    try {
      const first = git.commit(files(namespace, 35, "shop:1"));
      await webhook.apply(application(namespace, options, syncOptions));
      await compared(webhook, namespace, first);
      const sized = await templateOf(webhook, namespace);
      expect([sized.hooks["app"], sized.grace]).toEqual([sleep(40), 50]);
      const stated = await templateOf(webhook, namespace, "stated");
      expect(stated.grace).toBe(60);
      expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
      const before = await revisionsIn(webhook, namespace);
      expect(await settled(webhook, namespace, first)).toEqual({ health: "Healthy", syncs: 1, conditions: [] });
      expect(await revisionsIn(webhook, namespace)).toEqual(before);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });

      const second = git.commit(files(namespace, 20, "shop:2"));
      expect(await settled(webhook, namespace, second)).toEqual({ health: "Healthy", syncs: 2, conditions: [] });
      const after = { generation: 2, revision: 2, replicaSets: 2 };
      expect(await rollOuts(webhook, namespace)).toEqual(after);
      expect(await templateOf(webhook, namespace)).toEqual(sized);

      await webhook.kubectl(["-n", namespace, "set", "image", "deployment/shop", "app=shop:9"]);
      expect(await settled(webhook, namespace, second)).toEqual({ health: "Healthy", syncs: 2, conditions: [] });
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 4, revision: 4, replicaSets: 3 });
      expect(await templateOf(webhook, namespace)).toEqual(sized);
    } finally {
      for (const stop of stops) await stop();
      await webhook.kubectl(["-n", argoNamespace, "delete", "application", namespace, "--wait=false"]);
    }
  });
});
