import { describe, expect, test } from "vitest";
import { buildLives } from "#trace/events/build-lives.ts";
import type { Life } from "#trace/events/life.ts";
import { type FactsRead, readFacts } from "#trace/events/read-facts.ts";

const factsOf = (values: readonly unknown[]): readonly FactsRead[] => values.flatMap(readFacts);

function livesOf(values: readonly unknown[], address = "10.0.2.61"): readonly Life[] {
  const facts = factsOf(values).flatMap((read) => (read.kind === "unknown" ? [] : read.facts));
  return buildLives(facts).get(address) ?? [];
}

const at = (time: string): number => Date.parse(`2026-11-26T${time}Z`);

interface AuditOptions {
  readonly name?: string;
  readonly subresource?: string;
  readonly user?: string;
  readonly code?: number;
  readonly responseObject?: object;
  readonly requestObject?: object;
}

const audit = (
  verb: string,
  time: string,
  { name = "shop-1", subresource, user = "admin", code = 200, ...objects }: AuditOptions,
) => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  stage: "ResponseComplete",
  verb,
  user: { username: user },
  objectRef: { resource: "pods", namespace: "web", name, ...(subresource === undefined ? {} : { subresource }) },
  responseStatus: { code },
  requestReceivedTimestamp: `2026-11-26T${time}Z`,
  ...objects,
});

const kubelet = "system:node:ip-10-0-2-240";

const podObject = (metadata: object = {}, status: object = { podIP: "10.0.2.61" }) => ({
  kind: "Pod",
  metadata: { namespace: "web", name: "shop-1", uid: "u1", ...metadata },
  spec: {
    terminationGracePeriodSeconds: 50,
    containers: [{ name: "app", ports: [{ containerPort: 80 }], lifecycle: { preStop: { exec: { command: ["sleep", "12"] } } } }],
  },
  status,
});

const terminated = (finishedAt: string, exitCode = 0) => ({
  status: {
    containerStatuses: [
      { name: "app", state: { terminated: { exitCode, reason: "Completed", finishedAt: `2026-11-26T${finishedAt}Z` } } },
    ],
  },
});

const deleted = audit("delete", "09:00:00.250000", { responseObject: podObject({ deletionGracePeriodSeconds: 50 }) });
const confirmed = audit("delete", "09:00:20.900000", {
  user: kubelet,
  responseObject: podObject({ deletionGracePeriodSeconds: 0 }),
});

describe("an audit log", () => {
  test("tells deletion, terms and end of a Pod", () => {
    const ended = audit("patch", "09:00:20.500000", {
      subresource: "status",
      user: kubelet,
      requestObject: terminated("09:00:19"),
    });
    const [life, ...others] = livesOf([deleted, ended, confirmed]);
    expect(others).toEqual([]);
    expect(life?.deleted).toEqual({ atMs: at("09:00:00.250"), spreadMs: 1, source: "audit-log" });
    expect([life?.preStopSeconds, life?.graceSeconds, life?.pod]).toEqual([12, 50, "web/shop-1"]);
    expect(life?.ended).toEqual({ atMs: at("09:00:19"), spreadMs: 1000, source: "audit-log" });
  });

  test("takes the first deletion and not the one by which the kubelet confirms the end", () => {
    const [life] = livesOf([confirmed, deleted]);
    expect(life?.deleted?.atMs).toBe(at("09:00:00.250"));
    expect(life?.ended?.atMs).toBe(at("09:00:20.900"));
  });

  test("takes the address of an evicted Pod from what else is said about it", () => {
    const eviction = audit("create", "09:00:01.000000", { subresource: "eviction", responseObject: { kind: "Status" } });
    const seen = audit("patch", "08:00:00.000000", { subresource: "status", requestObject: { status: { podIP: "10.0.2.61" } } });
    const [life] = livesOf([eviction, seen]);
    expect(life?.deleted?.atMs).toBe(at("09:00:01"));
  });

  test("believes no request that was refused, and none about something else", () => {
    const refused = audit("delete", "09:00:00.000000", { code: 409, responseObject: podObject() });
    const exec = audit("create", "09:00:00.000000", { subresource: "exec" });
    expect(livesOf([refused, exec])).toEqual([]);
  });

  test("takes an end before the deletion for a restart", () => {
    const restarted = audit("patch", "08:30:04.000000", {
      subresource: "status",
      requestObject: {
        status: {
          podIP: "10.0.2.61",
          containerStatuses: [
            {
              name: "app",
              state: { running: { startedAt: "2026-11-26T08:30:03Z" } },
              lastState: { terminated: { exitCode: 1, finishedAt: "2026-11-26T08:30:01Z" } },
            },
          ],
        },
      },
    });
    const [life] = livesOf([restarted, deleted, confirmed]);
    expect(life?.restarts.map(({ endMs, startedAgainMs }) => [endMs, startedAgainMs])).toEqual([
      [at("08:30:01"), at("08:30:03")],
    ]);
    expect(life?.ended?.atMs).toBe(at("09:00:20.900"));
  });

  test("keeps Pods of one name apart, as those of a StatefulSet are", () => {
    const again = audit("delete", "10:00:00.000000", {
      responseObject: podObject({ uid: "u2", deletionGracePeriodSeconds: 50 }),
    });
    expect(livesOf([deleted, confirmed, again]).map(({ deleted: moment }) => moment?.atMs)).toEqual([
      at("09:00:00.250"),
      at("10:00:00"),
    ]);
  });

  test("is read out of the envelopes that it is delivered in", () => {
    const message = JSON.stringify(deleted);
    for (const envelope of [{ events: [{ message }] }, { kind: "EventList", items: [deleted] }, { message }, [deleted]]) {
      expect(livesOf([envelope]).length).toBe(1);
    }
  });
});

const arn = "arn:aws-cn:elasticloadbalancing:cn-northwest-1:111122223333:targetgroup/k8s-web/0a1b";

describe("the end of a target", () => {
  const controller = (ts: number | string) => ({
    level: "info",
    ts,
    msg: "deRegistering targets",
    arn,
    targets: [{ Id: "10.0.2.61", Port: 80 }],
  });

  test("is told by the controller, to the millisecond or to the second", () => {
    const [exact] = livesOf([controller(at("09:00:01.250") / 1000)]);
    expect(exact?.deregistrations).toEqual([
      { group: "k8s-web", port: 80, moment: { atMs: at("09:00:01.250"), spreadMs: 1, source: "controller-log" } },
    ]);
    const [cut] = livesOf([controller("2026-11-26T09:00:01Z")]);
    expect(cut?.deregistrations[0]?.moment.spreadMs).toBe(1000);
  });

  test("belongs to the Pod that was deleted before it", () => {
    const [life, ...others] = livesOf([controller(at("09:00:01.500") / 1000), deleted]);
    expect(others).toEqual([]);
    expect([life?.pod, life?.deregistrations.length]).toEqual(["web/shop-1", 1]);
  });

  test("is told by CloudTrail, unless the call failed", () => {
    const record = {
      eventSource: "elasticloadbalancing.amazonaws.com",
      eventName: "DeregisterTargets",
      eventTime: "2026-11-26T09:00:01Z",
      requestParameters: { targetGroupArn: arn, targets: [{ id: "10.0.2.61", port: 80 }] },
    };
    expect(livesOf([{ Records: [record] }]).length).toBe(1);
    expect(livesOf([{ detail: record }]).length).toBe(1);
    expect(livesOf([{ Records: [{ ...record, errorCode: "AccessDenied" }] }])).toEqual([]);
  });

  test("was before it was seen draining", () => {
    const health = {
      TargetHealthDescriptions: [{ Target: { Id: "10.0.2.61", Port: 80 }, TargetHealth: { State: "draining" } }],
    };
    expect(livesOf([{ at: "2026-11-26T09:00:01Z", ...health }])[0]?.deregistrations[0]?.moment.source).toBe("target-health");
    expect(factsOf([health]).map(({ kind }) => kind)).toEqual(["unknown"]);
  });
});

describe("a recording", () => {
  const pod = { kind: "pod", namespace: "web", name: "shop-1", uid: "u1", address: "10.0.2.61" };
  const lines = [
    { kind: "recording", version: 1, at: "2026-11-26T08:59:00.000Z", tool: "outlive" },
    { ...pod, at: "2026-11-26T08:59:00.100Z", terminationGracePeriodSeconds: 50, preStopSeconds: 12 },
    {
      ...pod,
      at: "2026-11-26T09:00:00.420Z",
      deletionTimestamp: "2026-11-26T09:00:50Z",
      deletionGracePeriodSeconds: 50,
      futureField: true,
    },
    {
      ...pod,
      at: "2026-11-26T09:00:20.000Z",
      containers: [{ name: "app", terminated: { finishedAt: "2026-11-26T09:00:19Z", exitCode: 0 } }],
    },
    { ...pod, at: "2026-11-26T09:00:21.000Z", removed: true },
    { kind: "target", at: "2026-11-26T09:00:02.000Z", targetGroup: arn, address: "10.0.2.61", port: 80, state: "draining" },
    { kind: "request", at: "2026-11-26T09:00:02.000Z", durationMs: 12.5, status: 200 },
  ];

  test("tells all of it", () => {
    const [life, ...others] = livesOf(lines);
    expect(others).toEqual([]);
    expect([life?.deleted?.atMs, life?.ended?.atMs, life?.preStopSeconds]).toEqual([at("09:00:00.420"), at("09:00:19"), 12]);
    expect(life?.deregistrations.length).toBe(1);
  });

  test("of another version, or with a time that is none, is refused in one sentence", () => {
    const [version, time] = factsOf([
      { kind: "recording", version: 2, at: "2026-11-26T08:59:00.000Z" },
      { ...pod, at: "yesterday" },
    ]);
    expect([version, time].map((read) => read?.kind)).toEqual(["unknown", "unknown"]);
  });
});

describe("an address that the controller registers again", () => {
  const line = (clock: string, msg: string, group = arn) => ({
    level: "info",
    ts: at(clock) / 1000,
    msg,
    arn: group,
    targets: [{ Id: "10.0.2.61", Port: 80 }],
  });
  const other = arn.replace("k8s-web", "k8s-other");

  test("begins another life, whose end is its own", () => {
    const lives = livesOf([
      line("09:00:01.000", "deRegistering targets"),
      line("09:00:01.040", "deRegistered targets"),
      line("09:02:00.000", "registering targets"),
      line("09:02:00.040", "registered targets"),
      line("09:05:00.000", "deRegistering targets"),
    ]);
    expect(
      lives.map(({ started, deregistrations }) => [started?.atMs, deregistrations.map(({ moment }) => moment.atMs)]),
    ).toEqual([
      [undefined, [at("09:00:01.000")]],
      [at("09:02:00.000"), [at("09:05:00.000")]],
    ]);
  });

  test("in another group only, goes on with its life", () => {
    const lives = livesOf([line("09:00:01.000", "deRegistering targets"), line("09:02:00.000", "registering targets", other)]);
    expect(lives.length).toBe(1);
  });
});
