import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/**
 * With instance targets and the Cluster policy every node forwards to every Pod, and a node that drains cuts connections of Pods elsewhere.
 * Local keeps them apart, and the health check then follows the Pods of the node.
 */
export const trafficPolicyLocal: Rule = {
  id: "traffic-policy-local",
  holds: "externalTrafficPolicy is Local for instance targets",
  find: (facts) => {
    const instance = new Set(
      facts.targetGroups.filter(({ targetType }) => targetType === "instance").map(({ service }) => service),
    );
    return facts.services
      .filter(
        ({ meta, type, externalTrafficPolicy }) =>
          instance.has(meta.name) && type === "LoadBalancer" && externalTrafficPolicy !== "Local",
      )
      .map(({ meta }) =>
        breach(facts, {
          rule: "traffic-policy-local",
          subject: { apiVersion: "v1", kind: "Service", namespace: meta.namespace, name: meta.name },
          path: "spec.externalTrafficPolicy",
          actual: undefined,
          required: undefined,
          because: [],
        }),
      );
  },
  remedy: noPodRemedy,
};
