import { expect, test } from "vitest";
import { removeStaleInjection } from "#injection/remove-stale-injection.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";

const path = ["spec", "template"];
const record = (sleeps: JsonObject): JsonObject => ({
  "outlive.dev/injected": JSON.stringify({ preStop: sleeps, gracePeriod: 50, was: 30 }),
});
const sleep = { preStop: { sleep: { seconds: 40 } } };

const deployment = (annotations: JsonObject, grace: number, ...lifecycles: readonly JsonObject[]): JsonObject => ({
  spec: {
    template: {
      metadata: { annotations },
      spec: {
        terminationGracePeriodSeconds: grace,
        containers: lifecycles.map((lifecycle, index) => ({
          name: `c${index}`,
          ...(Object.keys(lifecycle).length === 0 ? {} : { lifecycle }),
        })),
      },
    },
  },
});

const exec = { exec: { command: ["nginx", "-s", "quit"] } };

test.each<readonly [string, JsonObject, JsonObject | undefined]>([
  ["what fits stays", deployment(record({ c0: 40 }), 50, sleep), undefined],
  ["a longer grace period of the manifest's own stays", deployment(record({ c0: 40 }), 60, sleep), undefined],
  ["a sleep of somebody else's stays, although it does not fit", deployment({}, 30, sleep), undefined],
  ["a sleep that was changed since is theirs", deployment(record({ c0: 35 }), 30, sleep), undefined],
  [
    "a grace period shorter than our sleep takes sleep and record back",
    deployment(record({ c0: 40 }), 30, { ...sleep, postStart: exec }),
    deployment({}, 30, { postStart: exec }),
  ],
  [
    "a hook beside our sleep stays alone, and the record of the others with it",
    deployment(record({ c0: 40, c1: 40 }), 50, { preStop: { ...sleep.preStop, ...exec } }, sleep),
    deployment(record({ c1: 40 }), 50, { preStop: exec }, sleep),
  ],
])("%s", (_name, object, expected) => {
  if (expected === undefined) expect(removeStaleInjection(object, path)).toBe(object);
  else expect(removeStaleInjection(object, path)).toEqual(expected);
});
