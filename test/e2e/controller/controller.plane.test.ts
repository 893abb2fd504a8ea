/** The controller against a real API server, with Pods and nodes that are made by hand and answer on loopback. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { systemClock } from "#clock/clock.ts";
import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { createKubectl } from "../../control-plane/kubectl.ts";
import { Elb } from "../alb/elb.ts";
import { type Application, application } from "../alb/fixture.ts";
import type { Target } from "../alb/target.ts";
import type { TargetChange } from "../alb/target-group.ts";
import { albTiming, atPace, nlbTiming } from "../alb/timing.ts";
import { routeOf } from "../sample/manifests.ts";
import { LoadBalancerController } from "./controller.ts";

const pace = 0.02;
/** EKS Auto Mode has a kind of the same name. */
const bindings = "targetgroupbindings.elbv2.k8s.aws";
const plane = inject("controlPlane");
const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);

let namespace: string;
let elb: Elb;
let controller: LoadBalancerController;
let changes: TargetChange[];
/** The API server takes no loopback addresses for Pods, so these stand for ports of this machine. */
let ports: Map<string, number>;

beforeEach(async () => {
  namespace = `alb-${randomBytes(4).toString("hex")}`;
  changes = [];
  ports = new Map();
  elb = new Elb({
    host: "127.0.0.1",
    clock: systemClock,
    albTiming: atPace(albTiming, pace),
    nlbTiming: atPace(nlbTiming, pace),
    addressOf: ({ ip }: Target) => ({ host: "127.0.0.1", port: ports.get(ip) ?? 9 }),
    onTargetChange: (change) => changes.push(change),
  });
  const errors: unknown[] = [];
  controller = new LoadBalancerController({ kubeconfig: plane.kubeconfig, elb, pace, onError: (error) => errors.push(error) });
  controller.start();
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  return async () => expect(errors).toEqual([]);
});

afterEach(async () => {
  await controller.stop();
  await elb.close();
  await kubectl(["delete", "namespace", namespace, "--wait=false"]);
});

async function run(args: readonly string[], input?: unknown): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  return stdout;
}

const apply = (...items: readonly object[]): Promise<string> =>
  run(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items });

const route = (delaySeconds: number): readonly object[] =>
  routeOf({ namespace, application: "exits", replicas: 1, delaySeconds });

async function until<T>(ask: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; ) {
    const found = await ask();
    if (found !== undefined) return found;
    await systemClock.sleep(50);
  }
  throw new Error(`waited too long for ${what}`);
}

const binding = (): Promise<string> =>
  until(async () => {
    const name = await run(["-n", namespace, "get", bindings, "-o", "jsonpath={.items[*].metadata.name}"]);
    return name === "" ? undefined : name;
  }, "a TargetGroupBinding");

/** A Pod that runs nowhere, with containers that are ready. */
async function pod(name: string, ip: string, gates: readonly string[] = []): Promise<Application> {
  const app = await application((_, answer) => answer.end("ok"));
  onTestFinished(app.stop);
  ports.set(ip, app.target.port);
  await apply({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: { app: "shop", track: "stable" }, finalizers: ["outlive.dev/test"] },
    spec: {
      nodeName: "made-by-hand",
      readinessGates: gates.map((conditionType) => ({ conditionType })),
      containers: [{ name: "app", image: "none", ports: [{ name: "http", containerPort: 8080 }] }],
    },
  });
  onTestFinished(() => removed(name));
  await status("pod", name, {
    phase: "Running",
    podIP: ip,
    podIPs: [{ ip }],
    conditions: ["ContainersReady", ...(gates.length > 0 ? [] : ["Ready"])].map((type) => ({ type, status: "True" })),
  });
  return app;
}

async function removed(name: string): Promise<void> {
  await kubectl(["-n", namespace, "patch", "pod", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
  await kubectl(["-n", namespace, "delete", "pod", name, "--force", "--ignore-not-found"]);
}

const status = (kind: string, name: string, value: object): Promise<string> =>
  run(["-n", namespace, "patch", kind, name, "--subresource=status", "-p", JSON.stringify({ status: value })]);

async function node(): Promise<void> {
  await apply({ apiVersion: "v1", kind: "Node", metadata: { name: "made-by-hand" } });
  const heartbeat = new Date().toISOString();
  await status("node", "made-by-hand", {
    conditions: [{ type: "Ready", status: "True", lastHeartbeatTime: heartbeat, lastTransitionTime: heartbeat }],
  });
  onTestFinished(() => void kubectl(["delete", "node", "made-by-hand"]));
}

const statesOf = (ip: string): readonly string[] =>
  changes.filter(({ target }) => target.ip === ip).map(({ health }) => health.State);

const conditionOf = async (name: string, type: string): Promise<unknown> => {
  const found = JSON.parse(await run(["-n", namespace, "get", "pod", name, "-o", "json"])) as unknown;
  return asList(at(found, "status", "conditions")).find((each) => asText(at(each, "type")) === type);
};

test("an Ingress gets a TargetGroupBinding with the controller's name and labels, and a load balancer", async () => {
  await apply(...route(1));
  const name = await binding();
  expect(name).toMatch(new RegExp(`^k8s-${namespace.replace("-", "").slice(0, 8)}-shop-[0-9a-f]{10}$`));
  const made = JSON.parse(await run(["-n", namespace, "get", bindings, name, "-o", "json"])) as unknown;
  expect(made).toMatchObject({
    metadata: { labels: { "ingress.k8s.aws/stack-namespace": namespace, "ingress.k8s.aws/stack-name": "shop" } },
    spec: { targetType: "ip", serviceRef: { name: "shop", port: "http" } },
  });
  const url = await until(() => elb.urlOf(`${namespace}/shop`), "an address");
  expect((await fetch(url)).status).toBe(503);
  await run(["-n", namespace, "delete", "ingress", "shop"]);
  await until(
    async () => ((await run(["-n", namespace, "get", bindings, "-o", "name"])) === "" ? true : undefined),
    "the binding to be gone",
  );
});

test("a Pod is registered, serves, is deregistered when it terminates, and its target goes after the delay though the Pod lives", async () => {
  await node();
  await apply(...route(1));
  await binding();
  await pod("shop-1", "10.9.0.1");
  await until(() => (statesOf("10.9.0.1").includes("healthy") ? true : undefined), "a healthy target");
  const url = elb.urlOf(`${namespace}/shop`) ?? "";
  expect(await (await fetch(url)).text()).toBe("ok");
  await run(["-n", namespace, "delete", "pod", "shop-1", "--wait=false"]);
  await until(() => (statesOf("10.9.0.1").includes("unused") ? true : undefined), "the delay to pass");
  expect(statesOf("10.9.0.1")).toEqual(["initial", "initial", "healthy", "draining", "unused"]);
  expect(await run(["-n", namespace, "get", "pod", "shop-1", "-o", "name"])).toContain("shop-1");
});

test("a Pod that is not Ready for its gate alone is registered, and the gate becomes True when its target is healthy", async () => {
  await node();
  await apply(...route(1));
  const gate = `target-health.elbv2.k8s.aws/${await binding()}`;
  await pod("shop-1", "10.9.0.2", [gate]);
  await until(async () => {
    const condition = await conditionOf("shop-1", gate);
    return asText(at(condition, "status")) === "True" ? condition : undefined;
  }, "the gate");
  expect(statesOf("10.9.0.2")).toEqual(["initial", "initial", "healthy"]);
});
