/** Canaries that are gone, weights of the Gateway API, and a limit of Flagger itself. */

import { expect, test } from "vitest";
import { fails, pick } from "../support/release-stories.ts";
import { canary, deployment } from "./podinfo.ts";
import { initialized, named, podinfo, releaseAll, type Setup, warn } from "./setup.ts";

export function otherTargets(setup: () => Setup): void {
  test("is asked no more about a Canary that is gone, and one that is not known is no reason to refuse", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const [given] = [{ ...named(3, "podinfo", ["confirm-rollout"]), story: pick(fails, 0) }];
    await initialized(setup(), namespace, [given]);
    await releaseAll(setup(), namespace, [given], 2);
    await setup().cluster.reached(namespace, [given.canary], "Waiting");
    const ask = async (): Promise<readonly [number, string]> => {
      const response = await fetch(`http://127.0.0.1:${setup().webhook.gatesPort}/flagger/confirm-rollout`, {
        method: "POST",
        body: JSON.stringify({ name: given.canary, namespace, phase: "Waiting", checksum: "6c9d77b5f4" }),
      });
      return [response.status, await response.text()];
    };
    expect((await ask())[0]).toBe(412);
    await setup().cluster.remove(namespace, given.canary);
    await setup().webhook.until(async () => (await ask())[0] === 200, "the Canary to be forgotten");
    expect((await ask())[1]).toBe(`Deployment ${namespace}/${given.canary} is not known, so nothing is refused.\n`);
  });

  test("shifts weights with the Gateway API, and is judged by the routes to the primary and to the canary", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const controlled = { controllerName: "gateway.k8s.aws/alb" };
    const attributes = [{ key: "deregistration_delay.timeout_seconds", value: "35" }];
    const groups = ["good", "bad"].flatMap((name) =>
      [`${name}-primary`, `${name}-canary`].map((service) => ({
        apiVersion: "gateway.k8s.aws/v1beta1",
        kind: "TargetGroupConfiguration",
        metadata: { namespace, name: service },
        spec: {
          targetReference: { name: service },
          defaultConfiguration: { targetType: "ip", targetGroupAttributes: attributes },
        },
      })),
    );
    await setup().webhook.apply(
      { apiVersion: "gateway.networking.k8s.io/v1", kind: "GatewayClass", metadata: { name: "flagger-alb" }, spec: controlled },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { namespace, name: "edge" },
        spec: { gatewayClassName: "flagger-alb", listeners: [{ name: "http", protocol: "HTTP", port: 80 }] },
      },
      ...groups,
      ...["good", "bad"].flatMap((name) => [
        deployment(podinfo(namespace, name, 1, { sleep: 40, grace: 50 })),
        canary({
          namespace,
          name,
          gatesPort: setup().webhook.gatesPort,
          provider: "gatewayapi:v1",
          hooks: [{ type: "confirm-rollout" }, { type: "confirm-traffic-increase" }],
          service: { gatewayRefs: [{ name: "edge", namespace }] },
          analysis: { stepWeight: 50, maxWeight: 50 },
        }),
      ]),
    );
    await setup().cluster.reached(namespace, ["good", "bad"], "Initialized");
    await setup().cluster.release(podinfo(namespace, "good", 2, { sleep: 45, grace: 60 }));
    await setup().cluster.release(podinfo(namespace, "bad", 2, { sleep: 20, grace: 30 }));
    await setup().cluster.reached(namespace, ["good"], "Succeeded");
    await setup().cluster.reached(namespace, ["bad"], "Waiting");
  });

  /** Why the releases above sleep by a command, and what docs/gates.md warns about. */
  test("of version 1.36 loses the native sleep of a template that it copies", async () => {
    const namespace = await setup().webhook.namespace();
    const name = "podinfo";
    const plain = deployment(podinfo(namespace, name, 1, { sleep: 40, grace: 50 }));
    const native = JSON.stringify(plain).replace('{"exec":{"command":["sleep","40"]}}', '{"sleep":{"seconds":40}}');
    await setup().webhook.apply(
      JSON.parse(native) as object,
      canary({ namespace, name, gatesPort: setup().webhook.gatesPort, hooks: [] }),
    );
    await setup().webhook.until(
      () =>
        setup()
          .flagger.saidOf(namespace, name)
          .some((said) => said.includes("must specify a handler type")),
      "Flagger to be refused",
    );
  });
}
