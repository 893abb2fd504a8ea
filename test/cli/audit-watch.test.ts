import { expect, onTestFinished, test, vi } from "vitest";
import { watchAudit } from "#cli/audit/audit-watch.ts";
import { fileConfiguration } from "#cli/cluster/file-configuration.ts";
import { systemClock } from "#clock/clock.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { FakeApiServer } from "../kubernetes/watch/fake-api-server.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

test("an audit that stays prints again when something changes, and only then", async () => {
  const server = new FakeApiServer();
  await server.start();
  onTestFinished(() => server.stop());
  const put = (path: string, object: object): void => server.put(path, object as Parameters<FakeApiServer["put"]>[1]);
  put("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } });
  put("/api/v1/services", service("web"));
  put("/apis/networking.k8s.io/v1/ingresses", ingress("web", delay(35)));
  put("/apis/apps/v1/deployments", deployment("web"));
  const client = createClient({ kubeconfig: server.kubeconfig() });
  onTestFinished(() => client.close());
  const printed: string[] = [];
  const stop = new AbortController();
  let rounds = 0;
  const watching = watchAudit(
    { output: "table", failOn: "error", rate: 100 },
    {
      client,
      configuration: fileConfiguration({}),
      io: {
        stdin: (async function* () {})(),
        stdout: { write: (text) => printed.push(text) },
        stderr: { write: () => true },
        environment: {},
      },
      clock: {
        ...systemClock,
        sleep: async () => {
          rounds += 1;
          await new Promise((resolve) => setTimeout(resolve, 1));
        },
      },
      signal: stop.signal,
    },
  );
  await vi.waitFor(() => expect(printed).toHaveLength(1), { timeout: 20_000 });
  expect(printed[0]).toContain("deployment/shop");
  const before = rounds;
  await vi.waitFor(() => expect(rounds).toBeGreaterThan(before + 5), { timeout: 20_000 });
  expect(printed).toHaveLength(1);
  put("/apis/apps/v1/deployments", deployment("web", { sleep: 40, grace: 50 }));
  await vi.waitFor(() => expect(printed).toHaveLength(2), { timeout: 20_000 });
  expect(printed[1]).toContain("No workload is known to lose new requests");
  stop.abort();
  await watching;
});
