/** What is one workload to read about is restarted where its Pods are: a restart of a Canary's target would be a release. */
import { expect, onTestFinished, test } from "vitest";
import { restartCommand } from "#cli/restart/restart.ts";
import { FakeApiServer } from "../kubernetes/watch/fake-api-server.ts";
import { flaggerServices, primary } from "../support/flagger-manifests.ts";
import { delay, deployment, ingress, pod } from "../support/shop.ts";
import { runCommand } from "./run-explain.ts";

type Raw = Parameters<FakeApiServer["put"]>[1];

test("The Pods of a primary are replaced by restarting the primary", async () => {
  const server = new FakeApiServer();
  await server.start();
  onTestFinished(() => server.stop());
  const put = (path: string, object: object): void => server.put(path, object as Raw);
  const metadata = { name: "web", labels: { "outlive.dev/mode": "enforce" } };
  put("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
  for (const service of flaggerServices) put("/api/v1/services", service);
  put("/apis/networking.k8s.io/v1/ingresses", ingress("web", delay(35)));
  for (const each of [deployment("web", { replicas: 0 }), primary()]) put("/apis/apps/v1/deployments", each);
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-primary-abc", controller: true }];
  const labels = { app: "shop-primary", "pod-template-hash": "abc" };
  const running = pod("web", "shop-primary-abc-1") as { readonly metadata: object };
  put("/api/v1/pods", { ...running, metadata: { ...running.metadata, labels, ownerReferences } });

  const { stdout, stderr } = await runCommand(restartCommand, ["-n", "web", "--dry-run", "--kubeconfig", server.kubeconfig()]);
  expect(stdout + stderr).toContain("Deployment web/shop-primary: 1 Pod to replace\n");
  expect(stdout + stderr).toContain("; running Pods sleep 0 s but need 40 s");
  expect(stdout + stderr).not.toContain("Deployment web/shop:");
});
