/** The shipped application with its check before the sync, by the shipped Application. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { sleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { rollOuts, templateOf } from "../roll-outs.ts";
import { shipped } from "../shipped.ts";
import { changed } from "../shop.ts";
import { settled } from "./application.ts";
import { completeJobs } from "./completed-jobs.ts";
import { type ArgoCd, argoNamespace, startArgoCd } from "./controllers.ts";
import { type GitRepository, gitRepository } from "./git-repository.ts";
import { provisionIngresses } from "./provisioned-ingresses.ts";

const namespace = "web";
const folder = join(import.meta.dirname, "../../../deploy/argocd");

let webhook: TestWebhook;
let argo: ArgoCd;
let git: GitRepository;
beforeAll(async () => {
  webhook = await startWebhook();
  git = gitRepository();
  argo = await startArgoCd();
});
afterAll(async () => {
  await webhook?.kubectl(["-n", argoNamespace, "delete", "application", "shop", "--wait=false"]);
  await webhook?.kubectl(["delete", "namespace", namespace, "--wait=false"]);
  await argo?.stop();
  git?.remove();
  await webhook?.stop();
});

/** Of the cluster, as the AWS controller's chart brings it along. */
const ingressClass = {
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name: "alb" },
  spec: { controller: "ingress.k8s.aws/alb" },
};

const files = (change: (name: string, content: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [`deploy/argocd/${name}`, change(name, readFileSync(join(folder, name), "utf8"))]),
  );

function application(): JsonObject {
  const [object = {}] = shipped("argocd/shop-application.yaml");
  return changed(object, ["spec", "source"], (source) => ({ ...objectAt(source), repoURL: git.url }));
}

test("the check, the routes, then one roll-out a commit with the full values from the first Pod on", async () => {
  const stops = [readyPods(webhook, namespace), provisionIngresses(webhook, namespace), completeJobs(webhook, namespace)];
  try {
    await webhook.apply(ingressClass);
    const first = git.commit(files((_, content) => content));
    await webhook.apply(application());
    expect(await settled(webhook, "shop", first)).toEqual({ health: "Healthy", syncs: 1, conditions: [] });
    const sized = await templateOf(webhook, namespace);
    expect([sized.hooks["app"], sized.grace]).toEqual([sleep(40), 50]);
    expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).filter((grace) => grace === 50)).toHaveLength(2);
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });

    const newImage = (name: string, content: string): string =>
      name === "shop.yaml" ? content.replace("image: shop:1", "image: shop:2") : content;
    const second = git.commit(files(newImage));
    expect(await settled(webhook, "shop", second)).toEqual({ health: "Healthy", syncs: 2, conditions: [] });
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
    expect(await templateOf(webhook, namespace)).toEqual(sized);
  } finally {
    for (const stop of stops) await stop();
  }
});
