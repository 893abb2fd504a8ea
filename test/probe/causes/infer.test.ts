import { describe, expect, test } from "vitest";
import { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import { failureReport } from "#probe/report/failure-report.ts";
import { printUtc } from "#trace/time/utc.ts";
import { type EndedPod, outcome, probed, type Sent, start } from "./probed.ts";

const fromLoadBalancer = { responder: "load-balancer" } as const;
const ended: EndedPod = { name: "shop-1", address: "10.0.0.1", deletedAt: 20, endedAt: 22, preStop: 0 };
const draining: EndedPod = { name: "shop-2", address: "10.0.0.2", deletedAt: 20, endedAt: 70, preStop: 40, grace: 60 };
const running: EndedPod = { name: "shop-3", address: "10.0.0.3" };

const lost = (at: number, seconds: number, status: number): Sent => ({ at, seconds, status, ...fromLoadBalancer });

describe("behind a load balancer that signs its responses", () => {
  test.each([
    ["a connection that is never made, after a Pod had ended", lost(25, 10.002, 504), "dead-target likely × 1"],
    ["a refused connection, after a Pod had ended", lost(30, 0.02, 502), "closed-at-sigterm likely × 1"],
    ["a request that breaks when a Pod exits", lost(18, 4.3, 502), "exited-with-requests likely × 1"],
    ["503 without a target", lost(25, 0.01, 503), "no-target likely × 1"],
    ["a response that is too slow", lost(50, 60, 504), "idle-timeout likely × 1"],
  ])("%s", (_, sent, cause) => {
    expect(probed([ended, running], [sent]).causes).toEqual([cause]);
  });

  test("the end of a Pod that is still in its preStop sleep explains nothing", () => {
    expect(probed([draining, running], [lost(30, 10.002, 504)]).causes).toEqual(["unknown guess × 1"]);
  });

  test("what happens long before or after any end has no cause", () => {
    const far = { ...ended, deletedAt: 80, endedAt: 82 };
    expect(probed([far], [lost(5, 10.002, 504), lost(5, 0.02, 502)]).causes).toEqual(["unknown guess × 2"]);
    expect(probed([{ ...ended, deletedAt: 1, endedAt: 3 }], [lost(400, 10.002, 504)]).causes).toEqual(["unknown guess × 1"]);
  });

  test("without events the cause is unknown, and none is invented", () => {
    expect(probed([], [lost(25, 10.002, 504), lost(30, 0.02, 502)]).causes).toEqual(["unknown guess × 2"]);
  });

  test("nothing that depends on a Pod is sure, because a client does not see the target", () => {
    const { report } = probed([ended], [lost(25, 10, 504), lost(30, 0.02, 502), lost(18, 4.3, 502), lost(26, 0, 503)]);
    expect(report.groups[0]?.causes.filter(({ confidence }) => confidence === "sure")).toEqual([]);
    expect(report.lost).toBe(4);
  });

  test("Pods that would give different causes give a guess", () => {
    const killed: EndedPod = {
      name: "shop-9",
      address: "10.0.0.9",
      deletedAt: 20,
      endedAt: 50,
      grace: 30,
      preStop: 0,
      exitCode: 137,
    };
    const exits: EndedPod = { name: "shop-8", address: "10.0.0.8", deletedAt: 49, endedAt: 50, grace: 30, preStop: 0 };
    const cut = lost(45, 5.2, 502);
    expect(probed([killed], [cut]).causes).toEqual(["killed-at-grace-end likely × 1"]);
    expect(probed([exits], [cut]).causes).toEqual(["exited-with-requests likely × 1"]);
    expect(probed([killed, exits], [cut]).causes).toEqual(["killed-at-grace-end guess × 1"]);
  });

  test("5xx that it did not sign are the application's", () => {
    const own: Sent = { at: 25, seconds: 0.02, status: 503 };
    expect(probed([ended], [own, lost(40, 10, 504)]).causes).toContain("application-error sure × 1");
  });

  test("a connection that fails to the load balancer itself is no matter of a Pod", () => {
    const refused: Sent = { at: 30, seconds: 0.01, status: 0, error: "connect", sent: false };
    expect(probed([ended], [refused, lost(40, 10, 504)]).causes).toContain("unknown guess × 1");
  });
});

describe("where connections are forwarded to Pods", () => {
  test.each([
    ["refused", { at: 30, seconds: 0.002, status: 0, error: "connect", sent: false }, "closed-at-sigterm likely × 1"],
    ["never made", { at: 30, seconds: 10.003, status: 0, error: "timeout", sent: false }, "dead-target likely × 1"],
    ["broken at the exit", { at: 19, seconds: 3.4, status: 0, error: "reset", sent: true }, "exited-with-requests likely × 1"],
    [
      "broken in its body at the exit",
      { at: 19, seconds: 3.4, status: 200, error: "reset", sent: true },
      "exited-with-requests likely × 1",
    ],
  ] as const)("a connection that is %s has the cause that its Pod's end explains", (_, sent, cause) => {
    expect(probed([ended, running], [sent]).causes).toEqual([cause]);
  });

  test("a gateway that signs nothing leaves a guess", () => {
    expect(probed([ended], [{ at: 25, seconds: 10, status: 504 }]).causes).toEqual(["dead-target guess × 1"]);
  });
});

test("the health of targets explains what no Pod does", () => {
  const recorded = new RecordedFacts();
  const target = (at: number, state: string) =>
    recorded.add({
      kind: "target",
      at: printUtc(start + at * 1000),
      targetGroup: "k8s-web-shop-1",
      address: "10.0.0.1",
      port: 8080,
      state,
    });
  target(0, "healthy");
  target(20, "draining");
  const { tally } = probed([], [lost(25, 10, 504)]);
  const { groups } = failureReport(tally, recorded, []);
  expect(groups[0]?.causes).toMatchObject([{ cause: "dead-target", confidence: "likely", count: 1 }]);
});

test("an application that names its Pod has answered itself, with sure cause", () => {
  const own: Sent = { at: 25, seconds: 0.02, status: 502, responder: "application", pod: "shop-1" };
  expect(probed([ended], [own]).causes).toEqual(["application-error sure × 1"]);
});

test("answers that name a Pod after its end contradict the end", () => {
  const named: readonly Sent[] = Array.from({ length: 60 }, (_, at) => ({
    at: 30 + at,
    seconds: 0.01,
    pod: "shop-1",
    responder: "application",
  }));
  expect(probed([ended], [...named, lost(80, 10, 504)]).causes).toEqual(["unknown guess × 1"]);
});

test("clocks that differ are noticed by the deletions, and corrected", () => {
  const sent = [lost(25, 10, 504), lost(18, 4.3, 502)];
  for (const aheadMs of [-30_000, 0, 30_000]) {
    expect(probed([ended], sent, aheadMs).causes).toEqual(["dead-target likely × 1", "exited-with-requests likely × 1"]);
  }
});

test("a Pod that was ending before the run says nothing of clocks", () => {
  const recorded = new RecordedFacts();
  const line = {
    kind: "pod",
    namespace: "web",
    name: "shop-1",
    uid: "a",
    address: "10.0.0.1",
    deletionGracePeriodSeconds: 30,
  } as const;
  recorded.add({ ...line, at: printUtc(start), deletionTimestamp: printUtc(start + 3000) });
  recorded.add({ ...line, at: printUtc(start + 2000), deletionTimestamp: printUtc(start + 3000), removed: true });
  expect(recorded.skewMs).toBe(0);
});

test("the losses are on the Pod that ended last, and a policy with a longer sleep saves them", () => {
  const earlier: EndedPod = { ...ended, name: "shop-0", address: "10.0.0.4", deletedAt: 5, endedAt: 6 };
  const { report } = probed([earlier, ended], [lost(25, 10, 504), lost(26, 10, 504)]);
  expect(report.targets.map(({ pod, lost: count }) => [pod, count])).toEqual([
    ["web/shop-0", 0],
    ["web/shop-1", 2],
  ]);
  expect(report.groups[0]?.policies).toMatchObject([{ saved: 2, notSaved: 0 }]);
});

test("a header that names nobody twice takes no memory", () => {
  const { tally } = probed([], []);
  for (let n = 0; n < 50_000; n += 1) {
    tally.add(outcome({ at: n / 100, seconds: 0.01, pod: `request-${n}`, responder: "application" }));
  }
  expect(tally.log.targets.length).toBeLessThanOrEqual(5000);
  expect(tally.requests).toBe(50_120);
});

test("a million failures take no more than a part of them, and are all counted", () => {
  const { tally } = probed([], []);
  for (let n = 0; n < 1_000_000; n += 1) tally.add(outcome({ at: n / 1000, seconds: 10, status: 504, ...fromLoadBalancer }));
  expect(tally.failed).toBe(1_000_000);
  expect(tally.log.failures.size).toBeLessThanOrEqual(100_000);
  expect(tally.log.failures.size * tally.log.failures.weight).toBeGreaterThan(900_000);
});
