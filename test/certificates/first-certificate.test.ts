import { expect, test } from "vitest";
import { defaultPace } from "#cli/serve/certificate-choice.ts";
import { startSelfCertificates } from "#cli/serve/self-certificates.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { inspectKeyPair } from "#server/key-pair.ts";
import { createLog } from "#server/log.ts";
import { readSettings } from "#settings/read-settings.ts";
import { fakeClock } from "../server/fake-clock.ts";
import { FakeCluster } from "./fake-cluster.ts";
import { FakeObjects } from "./fake-objects.ts";

function tls() {
  const read = readSettings({ tls: { mode: "self", extraNames: ["127.0.0.1", "hook.example.com"] } }, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are wrong");
  return read.configuration.tls;
}

const choice = { kind: "self", namespace: "outlive", identity: "one", pace: defaultPace } as const;
const tools = (client: ApiClient) => ({
  client,
  leaderElection: new FakeCluster().turnOf("one"),
  log: createLog("error", { write: () => {} }),
  onRotation: () => {},
  onFailure: () => {},
});

test("Where the API server answers, the first certificate in service is the one that is kept, for Service and further names", async () => {
  const clock = fakeClock(Date.now());
  const kept = await startSelfCertificates({ ...choice, clock }, tls(), tools(new FakeObjects()));
  const inspection = inspectKeyPair(kept.source.read());
  expect(inspection).toMatchObject({
    certificate: { names: "DNS:outlive.outlive.svc, DNS:hook.example.com, IP Address:127.0.0.1" },
  });
  expect(kept.authorityExpiryMs()).toBeGreaterThan(clock.nowMs());
  await kept.stop();
});

test("Where the API server does not answer, a certificate that nobody trusts lets probes ask why", async () => {
  const clock = fakeClock(Date.now());
  const silent: ApiClient = { server: "", request: () => new Promise(() => {}), close: async () => {} };
  const starting = startSelfCertificates({ ...choice, clock }, tls(), tools(silent));
  clock.advance(2_000);
  const kept = await starting;
  expect(inspectKeyPair(kept.source.read()).usable).toBe(true);
  expect(kept.notReadyReason("any")).toBe("the certificates have not been read yet");
  const stopping = kept.stop();
  clock.advance(2_000);
  await stopping;
});
