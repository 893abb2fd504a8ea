/** What a Service is looked up by, without looking at anything but the Service. */
import type { Service } from "#model/load-balancers/routing.ts";
import { actionPrefix, readListenerAction } from "./listener-action.ts";

/** The Services that it forwards to with weights, in its own namespace; whether or not a listener reads the annotation. */
function forwardsTo({ meta }: Service): readonly string[] {
  const names = Object.entries(meta.annotations)
    .filter(([key]) => key.startsWith(actionPrefix))
    .flatMap(([, text]) => {
      const reading = readListenerAction(text);
      return reading.ok ? reading.targets.flatMap((target) => (target.kind === "service" ? [target.service] : [])) : [];
    });
  return [...new Set(names)].map((name) => `${meta.namespace}/${name}`);
}

export const serviceKeys = { forwardsTo } as const;
