import { breach, ipTargetGroups } from "./breach.ts";
import { nothingOnThePod, type Rule } from "./rule.ts";

/** `publishNotReadyAddresses` keeps a terminating Pod's endpoint ready, so that nothing deregisters it while it sleeps (controller v3.5.0). */
export const sleepNotSwallowed: Rule = {
  id: "sleep-not-swallowed",
  holds: "the Service does not publish not-ready addresses",
  find: (situation) => {
    const behind = new Set(ipTargetGroups(situation).map(({ service }) => service));
    return situation.services
      .filter((service) => service.publishNotReadyAddresses && behind.has(service.meta.name))
      .map((service) =>
        breach(situation, {
          rule: "sleep-not-swallowed",
          subject: { apiVersion: "v1", kind: "Service", namespace: service.meta.namespace, name: service.meta.name },
          path: "spec.publishNotReadyAddresses",
          actual: undefined,
          required: undefined,
          because: [],
        }),
      );
  },
  remedy: nothingOnThePod,
};
