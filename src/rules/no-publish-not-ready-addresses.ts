import { breach, ipTargetGroups } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** `publishNotReadyAddresses` keeps a terminating Pod's endpoint ready, so that nothing deregisters it while it sleeps (controller v3.5.0). */
export const noPublishNotReadyAddresses: Rule = {
  id: "no-publish-not-ready-addresses",
  holds: "the Service does not publish not-ready addresses",
  find: (facts) => {
    const registered = new Set(ipTargetGroups(facts).map(({ service }) => service));
    return facts.services
      .filter((service) => service.publishNotReadyAddresses && registered.has(service.meta.name))
      .map((service) =>
        breach(facts, {
          rule: "no-publish-not-ready-addresses",
          subject: { apiVersion: "v1", kind: "Service", namespace: service.meta.namespace, name: service.meta.name },
          path: "spec.publishNotReadyAddresses",
          actual: undefined,
          required: undefined,
          because: [],
        }),
      );
  },
  remedy: noPodRemedy,
};
