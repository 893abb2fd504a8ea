import { expect, test } from "vitest";
import { accessLine, type Row } from "./simulator/access-line.ts";
import { traced } from "./simulator/traced.ts";

/** A request to a target that was draining, as an engineer once followed it by hand: no connection within ten seconds. */
const base = Date.UTC(2023, 0, 7, 9, 22, 42, 870);
const lost: Row = {
  type: "h2",
  createdMs: base,
  doneMs: base + 10_002.365,
  client: "203.0.113.226:24502",
  target: "10.0.2.61:1325",
  times: [-1, -1, -1],
  status: "504",
  targetStatus: "-",
  method: "GET",
  path: "/api/",
  agent: "curl/7.79.1",
  group: "k8s-dev-api-edb70a94b9",
  traceId: "Root=1-63b939e2-312611fa7a64f07e63d24099",
  actions: "forward",
  reason: "-",
  node: "-",
};

const health = JSON.stringify({
  at: "2023-01-07T09:22:40.900Z",
  TargetHealthDescriptions: [
    { Target: { Id: "10.0.2.61", Port: 1325 }, TargetHealth: { State: "draining", Reason: "Target.DeregistrationInProgress" } },
    { Target: { Id: "10.0.1.222", Port: 1325 }, TargetHealth: { State: "healthy" } },
  ],
});

const causesOf = (events: readonly string[]) =>
  traced({ lines: [accessLine(lost)], events }).groups.flatMap(({ causes }) =>
    causes.map(({ rule, confidence, examples }) => ({ rule, confidence, seconds: examples[0]?.seconds })),
  );

test("one line and the health of its target make a dead target likely", () => {
  expect(causesOf([health])).toEqual([{ rule: 4, confidence: "likely", seconds: expect.closeTo(10.002, 2) }]);
});

test("one line alone leaves the cause unknown", () => {
  expect(causesOf([])).toMatchObject([{ rule: 20, confidence: "guess" }]);
});
