import fc from "fast-check";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { delay, ingress, service } from "./shop.ts";

/** A Pod as the API server posts it, behind as many Ingresses as there are delays. */
export interface GivenPod {
  readonly pod: JsonObject;
  readonly delays: readonly number[];
}

const seconds = fc.integer({ min: 0, max: 1_000 });

const hooks: fc.Arbitrary<JsonObject | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  seconds.map((value) => ({ sleep: { seconds: value } })),
  seconds.map((value) => ({ exec: { command: ["sleep", String(value)] } })),
  seconds.map((value) => ({ exec: { command: ["/bin/sh", "-c", `sleep ${value}s`] } })),
  fc.tuple(fc.integer({ min: 0, max: 9 }), seconds).map(([minutes, value]) => ({
    exec: { command: ["sleep", `${minutes}m`, `${value}`] },
  })),
  fc.constant({ exec: { command: ["nginx", "-s", "quit"] } }),
  fc.constant({ httpGet: { path: "/quit", port: 8080 } }),
);

/** Fields of versions to come, and of today that nothing here reads. */
const unknown = fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 3,
}) as fc.Arbitrary<JsonObject>;

const container = (name: string): fc.Arbitrary<JsonObject> =>
  fc
    .record({ hook: hooks, postStart: fc.boolean(), emptyLifecycle: fc.boolean(), more: unknown })
    .map(({ hook, postStart, emptyLifecycle, more }) => ({
      ...more,
      name,
      image: `${name}:1`,
      ...(hook === undefined && !postStart && !emptyLifecycle
        ? {}
        : {
            lifecycle: {
              ...(postStart ? { postStart: { exec: { command: ["true"] } } } : {}),
              ...(hook === undefined ? {} : { preStop: hook }),
            },
          }),
    }));

const beside: JsonObject = {
  initContainers: [
    { name: "migrate", image: "migrate:1" },
    { name: "proxy", image: "proxy:1", restartPolicy: "Always", lifecycle: { preStop: { sleep: { seconds: 1 } } } },
    { name: "log", image: "log:1", restartPolicy: "Always" },
  ],
  ephemeralContainers: [{ name: "debug", image: "debug:1" }],
};

/** `plain`: only what a real API server knows. */
export const podWith = ({ plain }: { readonly plain: boolean }): fc.Arbitrary<GivenPod> =>
  fc
    .record({
      containers: fc
        .integer({ min: 1, max: 3 })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => container(`c${index}`)))),
      grace: fc.oneof(fc.constant(30), fc.integer({ min: 0, max: 4_000 })),
      gates: fc.option(fc.subarray([{ conditionType: "example.com/warm" }, { conditionType: "example.com/other" }])),
      annotations: fc.option(fc.constant({ "example.com/note": "später ✓" })),
      sidecars: fc.boolean(),
      more: unknown,
      delays: fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 3, minLength: 1 }),
    })
    .map(({ containers, grace, gates, annotations, sidecars, more, delays }) => ({
      delays,
      pod: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "pod", namespace: "web", labels: { app: "shop" }, ...(annotations === null ? {} : { annotations }) },
        spec: {
          ...(plain ? {} : more),
          restartPolicy: "Always",
          terminationGracePeriodSeconds: grace,
          containers: plain
            ? (containers.map(({ name, image, lifecycle }) => ({
                name,
                image,
                ...(lifecycle === undefined ? {} : { lifecycle }),
              })) as never)
            : containers,
          ...(gates === null ? {} : { readinessGates: gates }),
          ...(sidecars && !plain ? beside : {}),
        },
      },
    }));

export const arbitraryPod: fc.Arbitrary<GivenPod> = podWith({ plain: false });

export function deploymentOf({ pod }: GivenPod): JsonObject {
  const { name: _name, namespace: _namespace, ...metadata } = pod["metadata"] as JsonObject;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop", namespace: "web" },
    spec: { replicas: 2, selector: { matchLabels: { app: "shop" } }, template: { metadata, spec: pod["spec"] ?? null } },
  };
}

/** The Service and one Ingress for each delay. */
export const groupsOf = ({ delays }: GivenPod, namespace = "web"): readonly object[] => [
  service(namespace),
  ...delays.map((value, index) => {
    const one = ingress(namespace, delay(value)) as { metadata: object };
    return { ...one, metadata: { ...one.metadata, name: `shop-${index}` } };
  }),
];
