import { describe, expect, test } from "vitest";
import { withoutFloor } from "#injection/floor-mark.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";

const pod = (mark: unknown, containers: readonly JsonObject[], grace = 50): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", ...(mark === undefined ? {} : { annotations: { "outlive.dev/floor": mark as string, other: "kept" } }) },
  spec: { containers, terminationGracePeriodSeconds: grace },
});
const sleeping = (seconds: number, beside: JsonObject = {}): JsonObject => ({
  name: "app",
  lifecycle: { preStop: { sleep: { seconds } }, ...beside },
});

describe("without its floor a Pod", () => {
  test("is as it was before", () => {
    expect(withoutFloor(pod("sleep=40,before=30", [sleeping(40)]))).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", annotations: { other: "kept" } },
      spec: { containers: [{ name: "app" }], terminationGracePeriodSeconds: 30 },
    });
  });

  test("keeps a sleep that is another one, and what stands beside the hook", () => {
    const started = { postStart: { exec: { command: ["true"] } } };
    const found = withoutFloor(pod("sleep=40,before=30", [sleeping(41), sleeping(40, started)]));
    expect(objectAt(found, "spec")["containers"]).toEqual([sleeping(41), { name: "app", lifecycle: started }]);
  });

  test("has no annotations where its mark was the only one", () => {
    const marked = { name: "a", annotations: { "outlive.dev/floor": "sleep=40,before=30" } };
    expect(withoutFloor({ ...pod(undefined, []), metadata: marked })?.["metadata"]).toEqual({ name: "a" });
  });

  test("keeps a hook with a second handler, which no floor has", () => {
    const containers = [{ name: "app", lifecycle: { preStop: { sleep: { seconds: 40 }, exec: { command: ["true"] } } } }];
    expect(objectAt(withoutFloor(pod("sleep=40,before=30", containers)), "spec")["containers"]).toEqual(containers);
  });

  test("keeps a hook that does something else", () => {
    const containers: readonly JsonObject[] = [{ name: "app", lifecycle: { preStop: { exec: { command: ["sleep", "40"] } } } }];
    expect(objectAt(withoutFloor(pod("sleep=40,before=30", containers)), "spec")["containers"]).toEqual(containers);
  });
});

test.each([undefined, "", "sleep=40", "sleep=-1,before=30", "sleep=40,before=30,x", 7, "sleep=99999,before=30"])(
  "a Pod with the mark %j has no floor",
  (mark) => {
    expect(withoutFloor(pod(mark, [sleeping(40)]))).toBeUndefined();
  },
);

test.each<JsonObject>([
  { metadata: { annotations: { "outlive.dev/floor": "sleep=40,before=30" } } },
  {
    metadata: { annotations: { "outlive.dev/floor": "sleep=40,before=30" } },
    spec: { containers: [null, 7, { lifecycle: [] }] },
  },
])("an object of any other shape is no error", (object) => {
  expect(() => withoutFloor(object)).not.toThrow();
});
