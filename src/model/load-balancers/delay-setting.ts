import type { Seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** The one place where a target group's deregistration delay is set or would be set, with everything that is set there. */
export interface DelaySetting {
  readonly object: ObjectRef;
  /** Annotation key or dotted field path. */
  readonly field: string;
  /** `pairs`: `key=value` pairs with commas; `list`: items with key and value; `duration`: the delay alone. */
  readonly form: "pairs" | "list" | "duration";
  readonly attributes: Readonly<Record<string, string>>;
}

/** The attribute of a target group; AWS default 300 (ELBv2 API). */
export const delayKey = "deregistration_delay.timeout_seconds";

/** Everything that the place would hold with this delay. */
export const attributesWith = ({ attributes }: DelaySetting, delay: Seconds): Readonly<Record<string, string>> => ({
  ...attributes,
  [delayKey]: String(delay),
});

/** The complete new value of the place with this delay; whatever else is set there stays. */
export function printDelaySetting(setting: DelaySetting, delay: Seconds): string {
  const pairs = Object.entries(attributesWith(setting, delay));
  switch (setting.form) {
    case "pairs":
      return pairs.map(([key, value]) => `${key}=${value}`).join(",");
    case "list":
      return `[${pairs.map(([key, value]) => `{key: ${key}, value: "${value}"}`).join(", ")}]`;
    case "duration":
      return String(delay);
  }
}
