/** A delay can be raised on many objects; each is refused while Pods run that are too short for it, and each has the way up. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesAnnotation, delay, deployment, ingress, service } from "../support/shop.ts";
import { routedNamespace, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

interface Route {
  /** The objects with a delay, and annotations on the one that states it. */
  readonly objects: (
    namespace: string,
    seconds: number | undefined,
    annotations?: Readonly<Record<string, string>>,
  ) => readonly object[];
  /** Which of the objects is changed. */
  readonly changed: number;
}

const attributes = (seconds: number | undefined) =>
  seconds === undefined ? [] : [{ key: "deregistration_delay.timeout_seconds", value: String(seconds) }];

const nlb = "service.beta.kubernetes.io/aws-load-balancer";
const announced = "outlive.dev/next-deregistration-delay";

const routes: Readonly<Record<string, Route>> = {
  Ingress: {
    changed: 1,
    objects: (namespace, seconds, annotations = {}) => [
      service(namespace),
      ingress(namespace, seconds === undefined ? undefined : delay(seconds), annotations),
    ],
  },
  "Service of an Ingress": {
    changed: 0,
    objects: (namespace, seconds, annotations = {}) => [
      service(namespace, { ...(seconds === undefined ? {} : { [attributesAnnotation]: delay(seconds) }), ...annotations }),
      ingress(namespace, undefined),
    ],
  },
  "Service of an NLB": {
    changed: 0,
    objects: (namespace, seconds, annotations = {}) => {
      const own = {
        [`${nlb}-type`]: "external",
        [`${nlb}-nlb-target-type`]: "ip",
        ...(seconds === undefined ? {} : { [`${nlb}-target-group-attributes`]: delay(seconds) }),
        ...annotations,
      };
      const given = service(namespace, own) as { spec: object };
      return [{ ...given, spec: { ...given.spec, type: "LoadBalancer" } }];
    },
  },
  TargetGroupBinding: {
    changed: 1,
    objects: (namespace, seconds, annotations = {}) => [
      service(namespace),
      {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: {
          name: "own",
          namespace,
          annotations: {
            ...(seconds === undefined ? {} : { "outlive.dev/deregistration-delay": String(seconds) }),
            ...annotations,
          },
        },
        spec: {
          targetType: "ip",
          targetGroupARN: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/own/0123456789abcdef",
          serviceRef: { name: "shop", port: "http" },
        },
      },
    ],
  },
  TargetGroupConfiguration: {
    changed: 1,
    objects: (namespace, seconds, annotations = {}) => [
      service(namespace),
      {
        apiVersion: "gateway.k8s.aws/v1beta1",
        kind: "TargetGroupConfiguration",
        metadata: { name: "shop", namespace, annotations },
        spec: {
          targetReference: { name: "shop" },
          defaultConfiguration: { targetType: "ip", targetGroupAttributes: attributes(seconds) },
        },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: { name: namespace },
        spec: { controllerName: "gateway.k8s.aws/alb" },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { name: "public", namespace },
        spec: { gatewayClassName: namespace, listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "shop", namespace },
        spec: { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] },
      },
    ],
  },
};

const given = 200;
const higher = 300;

/** Two Pods behind the route with the delay of 200, seen by the webhook. */
async function running({ objects }: Route): Promise<string> {
  const namespace = await routedNamespace(webhook, given + 5, (name) => objects(name, given));
  await webhook.apply(deployment(namespace));
  return namespace;
}

const change = (namespace: string, { objects, changed }: Route, seconds: number | undefined, annotations = {}) =>
  webhook.kubectl(["apply", "-f", "-"], objects(namespace, seconds, annotations)[changed]);

describe.each(Object.entries(routes))("a delay on the %s", (_name, route) => {
  test("is not raised above what running Pods sleep, is lowered freely, and goes up the documented way", async () => {
    const namespace = await running(route);
    let stderr = "";
    await webhook.until(async () => {
      const tried = await webhook.kubectl(
        ["apply", "--dry-run=server", "-f", "-"],
        route.objects(namespace, higher)[route.changed],
      );
      stderr = tried.stderr;
      return stderr.includes("denied the request");
    }, "the refusal");
    for (const part of [`Deployment ${namespace}/shop`, "300 s", "205 s", announced]) expect(stderr).toContain(part);
    expect((await change(namespace, route, 190)).code).toBe(0);
    expect((await change(namespace, route, given, { [announced]: String(higher) })).code).toBe(0);
    await untilPodsSleep(webhook, namespace, higher + 5);
    await webhook.kubectl(["-n", namespace, "delete", "deployment", "shop"]);
    await webhook.until(
      async () => (await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "name"])).stdout === "",
      "the old Pods to be gone",
    );
    await webhook.apply(deployment(namespace));
    await webhook.until(async () => (await change(namespace, route, higher)).code === 0, "the raised delay to be admitted");
  });
});

test("IngressClassParams that turn nodes into Pods as targets bring the delay into force, and are refused like a raised one", async () => {
  const params = (name: string, targetType: string) => ({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name },
    spec: { targetType },
  });
  const objects = (name: string) => {
    const plain = ingress(name, delay(higher)) as { metadata: { annotations: Record<string, string> }; spec: object };
    const { "kubernetes.io/ingress.class": _class, ...annotations } = plain.metadata.annotations;
    const nodes = service(name) as { spec: object };
    const reference = { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name };
    return [
      { ...nodes, spec: { ...nodes.spec, type: "NodePort" } },
      // Before its class and the parameters of that: what is not there yet is told, not refused.
      { ...plain, metadata: { ...plain.metadata, annotations }, spec: { ...plain.spec, ingressClassName: name } },
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        metadata: { name },
        spec: { controller: "ingress.k8s.aws/alb", parameters: reference },
      },
      params(name, "instance"),
    ];
  };
  const namespace = await routedNamespace(webhook, 45, objects);
  await webhook.apply(deployment(namespace));
  let stderr = "";
  await webhook.until(async () => {
    stderr = (await webhook.kubectl(["apply", "--dry-run=server", "-f", "-"], params(namespace, "ip"))).stderr;
    return stderr.includes("denied the request");
  }, "the refusal");
  for (const part of [`Deployment ${namespace}/shop`, "300 s", "45 s"]) expect(stderr).toContain(part);
  await webhook.kubectl(["delete", "ingressclass,ingressclassparams.elbv2.k8s.aws", namespace]);
});

describe("ratcheting", () => {
  test("a route that was wrong before can still be labelled, made better and deleted, but not made worse", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "off" });
    const wrong = ingress(namespace, "deregistration_delay.timeout_seconds=abc");
    await webhook.apply(service(namespace), wrong);
    await webhook.kubectl(["label", "--overwrite", "namespace", namespace, "outlive.dev/mode=enforce"]);
    const other = ingress(namespace, "deregistration_delay.timeout_seconds=xyz");
    await webhook.until(
      async () => (await webhook.kubectl(["apply", "--dry-run=server", "-f", "-"], other)).code === 1,
      "the mode",
    );
    expect((await webhook.kubectl(["-n", namespace, "label", "ingress", "shop", "a=b"])).code).toBe(0);
    expect((await webhook.kubectl(["-n", namespace, "annotate", "ingress", "shop", "example.com/a=b"])).code).toBe(0);
    expect((await webhook.kubectl(["apply", "-f", "-"], ingress(namespace, delay(20)))).code).toBe(0);
    expect((await webhook.kubectl(["-n", namespace, "delete", "ingress", "shop"])).code).toBe(0);
  });
});

describe("what is easily overlooked is told", () => {
  const warningOf = async (object: object, part: string): Promise<string> => {
    let stderr = "";
    await webhook
      .until(async () => {
        stderr = (await webhook.kubectl(["apply", "--dry-run=server", "-f", "-"], object)).stderr.replaceAll("\nWarning: ", " ");
        return stderr.includes(part);
      }, part)
      .catch(() => {});
    return stderr;
  };

  test("a delay that is taken away stays in force at AWS", async () => {
    const namespace = await routedNamespace(webhook, 40, (name) => [service(name), ingress(name, delay(35))]);
    await webhook.apply(deployment(namespace));
    const stderr = await warningOf(ingress(namespace, undefined), "[attribute-removed]");
    expect(stderr).toContain("[attribute-removed]");
  });

  test("an annotation of the Service hides the Ingress's", async () => {
    const namespace = await routedNamespace(webhook, 40, (name) => [service(name), ingress(name, delay(35))]);
    await webhook.apply(deployment(namespace));
    const hiding = service(namespace, { [attributesAnnotation]: "stickiness.enabled=true" });
    expect(await warningOf(hiding, "Warning")).toContain("[attribute-removed]");
  });
});
