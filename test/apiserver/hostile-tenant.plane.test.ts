/** A tenant who may create objects in one namespace, which is not in scope, tries to stop the webhook for everybody else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { binding, delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { dryRun, routedNamespace, sleep, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let victim: string;
let tenant: string;
const group = { "alb.ingress.kubernetes.io/group.name": "edge" };

beforeAll(async () => {
  webhook = await startWebhook();
  const grouped = (namespace: string): object => {
    const route = ingress(namespace, delay(35)) as { metadata: { annotations: object } };
    return { ...route, metadata: { ...route.metadata, annotations: { ...route.metadata.annotations, ...group } } };
  };
  /** The target group exists already, as in a cluster where the controller runs: a group that is stopped stays as it was in AWS. */
  const ofGroup = (namespace: string): object => {
    const made = binding(namespace) as { metadata: object };
    return { ...made, metadata: { ...made.metadata, labels: { "ingress.k8s.aws/stack": "edge" } } };
  };
  victim = await routedNamespace(webhook, 40, (namespace) => [service(namespace), grouped(namespace), ofGroup(namespace)]);
  tenant = await webhook.namespace();
  await webhook.apply(
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "tenant", namespace: tenant },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "tenant" }],
    },
    deployment(tenant, { replicas: 0 }),
  );
});
afterAll(async () => {
  await webhook.kubectl(["delete", "namespace", tenant, victim, "--wait=false"]);
  await webhook.stop();
});

const paths = (n: number, name: string): readonly object[] =>
  Array.from({ length: n }, (_, index) => ({
    path: `/p${index}`,
    pathType: "Exact",
    backend: { service: { name, port: { name: "use-annotation" } } },
  }));

const tenantIngress = (name: string, annotations: Readonly<Record<string, string>>, of: readonly object[]): object => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name, namespace: tenant, annotations: { "kubernetes.io/ingress.class": "alb", ...group, ...annotations } },
  spec: { rules: [{ http: { paths: of } }] },
});

const hostile: readonly (readonly [string, () => readonly object[]])[] = [
  [
    "D1: a hook with a million semicolons",
    () => {
      const hook = { preStop: { exec: { command: ["sh", "-c", `sleep 5${";".repeat(1_000_000)}x`] } } };
      const given = deployment(tenant, { replicas: 0 }) as {
        metadata: object;
        spec: { template: { spec: { containers: object[] } } };
      };
      const containers = given.spec.template.spec.containers.map((each) => ({ ...each, lifecycle: hook }));
      const template = { ...given.spec.template, spec: { ...given.spec.template.spec, containers } };
      return [{ ...given, metadata: { ...given.metadata, name: "hook" }, spec: { ...given.spec, template } }];
    },
  ],
  [
    "D2: a hundred redirects with conditions of two thousand hosts",
    () => {
      const hosts = Array.from({ length: 2_000 }, (_, index) => `h${index}.example.org`);
      return [
        tenantIngress(
          "conditions",
          {
            "alb.ingress.kubernetes.io/actions.to":
              '{"type":"redirect","redirectConfig":{"host":"x.example.org","statusCode":"HTTP_301"}}',
            "alb.ingress.kubernetes.io/conditions.to": JSON.stringify([
              { field: "host-header", hostHeaderConfig: { values: hosts } },
            ]),
          },
          paths(100, "to"),
        ),
      ];
    },
  ],
  [
    "D3: twenty members of the victim's group with 15,000 listen-ports each",
    () =>
      Array.from({ length: 20 }, (_, index) => {
        const ports = Array.from({ length: 15_000 }, (_each, port) => ({ [index % 2 === 0 ? "HTTP" : "HTTPS"]: port + 1 }));
        return tenantIngress(
          `ports${index}`,
          { "alb.ingress.kubernetes.io/listen-ports": JSON.stringify(ports) },
          paths(1, "none"),
        );
      }),
  ],
];

test.each(hostile)("%s: Pods of others keep their sleep and the probe responds all the while", async (_name, objects) => {
  let applied = false;
  const apply = (async () => {
    for (const object of objects()) {
      const { code, stderr } = await webhook.kubectl(["apply", "--server-side", "--as", "tenant", "-f", "-"], object);
      expect(code === 0 ? "" : stderr).toBe("");
    }
    applied = true;
  })();
  for (let after = 0; after < 5; after += applied ? 1 : 0) {
    const stored = await dryRun(webhook, pod(victim, "probe"));
    expect(timed(stored).hooks["app"]).toEqual(sleep(40));
    expect(await webhook.livez()).toBe(200);
    expect(await webhook.metrics()).toContain("outlive_admission_requests_total");
  }
  await apply;
});
