import { describe, expect, test } from "vitest";
import { EndpointChanges } from "#probe/recording/endpoint-changes.ts";
import { PodChanges } from "#probe/recording/pod-changes.ts";
import { readEndpointLines } from "#probe/recording/read-endpoint-lines.ts";
import { readPodLine } from "#probe/recording/read-pod-line.ts";
import { buildLives } from "#trace/events/build-lives.ts";
import { type RecordingLine, recordingLineSchema } from "#trace/events/recording.ts";
import { recordingFacts } from "#trace/events/recording-facts.ts";
import { parseUtc } from "#trace/time/utc.ts";
import { type PodState, rawPod } from "./raw-pod.ts";

const start = parseUtc("2026-11-26T09:10:00Z") ?? 0;

function recording() {
  let nowMs = start;
  const lines: RecordingLine[] = [];
  const keep = (line: RecordingLine): void => {
    // What is written is what is read again.
    lines.push(recordingLineSchema.parse(JSON.parse(JSON.stringify(line))));
  };
  const pods = new PodChanges(() => nowMs, keep);
  const endpoints = new EndpointChanges(() => nowMs, keep);
  const keyed = (name: string, state: PodState = {}) => {
    const object = readPodLine(rawPod(name, state));
    if (object === undefined) throw new Error("no Pod");
    return { key: { namespace: "web", name }, object };
  };
  const slice = (name: string, list: readonly object[]) => ({
    key: { namespace: "web", name },
    object: readEndpointLines({
      metadata: { name, namespace: "web", labels: { "kubernetes.io/service-name": "shop" } },
      ports: [{ port: 8080 }],
      endpoints: list,
    }),
  });
  const facts = () =>
    lines.flatMap((line) => {
      const read = recordingFacts(line);
      if ("problem" in read) throw new Error(read.problem);
      return read;
    });
  const lives = () => [...buildLives(facts()).values()].flat();
  return {
    pods,
    endpoints,
    lines,
    keyed,
    slice,
    lives,
    pass: (ms: number): void => {
      nowMs += ms;
    },
    now: () => nowMs,
  };
}

describe("Pods", () => {
  test("are written once each, and again only when something changes", () => {
    const { pods, lines, keyed, pass } = recording();
    pods.replaceAll([keyed("a"), keyed("b")]);
    pass(1000);
    pods.put(keyed("a"));
    pods.replaceAll([keyed("a"), keyed("b")]);
    expect(lines.map((line) => line.kind === "pod" && line.name)).toEqual(["a", "b"]);
    pods.put(keyed("a", { address: "10.0.0.9" }));
    expect(lines.slice(2)).toMatchObject([{ name: "a", address: "10.0.0.9" }]);
  });

  test("have the life that trace reads from their lines: deletion, terms and end", () => {
    const { pods, lives, keyed, pass, now } = recording();
    pods.replaceAll([keyed("a", { preStop: 5, grace: 40 })]);
    pass(10_300);
    const deleted = { preStop: 5, grace: 40, deletionTimestamp: "2026-11-26T09:10:50Z" };
    pods.put(keyed("a", deleted));
    const deletedMs = now();
    pass(6000);
    pods.put(keyed("a", { ...deleted, finishedAt: "2026-11-26T09:10:16Z", exitCode: 143 }));
    pass(500);
    pods.remove({ namespace: "web", name: "a" });
    expect(lives()).toMatchObject([
      {
        pod: "web/a",
        address: "10.0.0.1",
        graceSeconds: 40,
        preStopSeconds: 5,
        deleted: { atMs: deletedMs, source: "recording" },
        ended: { atMs: parseUtc("2026-11-26T09:10:16Z"), spreadMs: 1000 },
        lastEnd: { exitCode: 143 },
      },
    ]);
  });

  test("of one name and different uids are two", () => {
    const { pods, lives, keyed, pass } = recording();
    pods.replaceAll([keyed("db-0", { uid: "one" })]);
    pass(5000);
    pods.put(keyed("db-0", { uid: "two", address: "10.0.0.2" }));
    expect(lives().map(({ address, ended }) => [address, ended !== undefined])).toEqual([
      ["10.0.0.1", true],
      ["10.0.0.2", false],
    ]);
  });

  test("that vanished while the watch was interrupted ended somewhere within", () => {
    const { pods, lives, lines, keyed, pass, now } = recording();
    pods.replaceAll([keyed("a"), keyed("b", { address: "10.0.0.2" })]);
    pass(20_000);
    const heardMs = now();
    pass(3000);
    pods.interruption.begin(now(), heardMs);
    pass(7000);
    pods.replaceAll([keyed("b", { address: "10.0.0.2" })], heardMs);
    expect(lines.at(-1)).toMatchObject({ name: "a", removed: true, notBefore: "2026-11-26T09:10:20.000Z" });
    const [life] = lives().filter(({ ended }) => ended !== undefined);
    expect(life?.ended).toMatchObject({ atMs: heardMs, spreadMs: 10_000 });
    expect([pods.interruption.count, pods.interruption.longestMs]).toEqual([1, 7000]);
  });

  test("that change after an interruption are known to the moment again", () => {
    const { pods, lines, keyed, pass, now } = recording();
    pods.replaceAll([keyed("a"), keyed("b")]);
    pods.interruption.begin(now(), now());
    pass(4000);
    pods.put(keyed("a", { address: "10.0.0.8" }));
    pass(1500);
    pods.put(keyed("b", { address: "10.0.0.9" }));
    expect(lines.slice(2).map((line) => "notBefore" in line)).toEqual([true, false]);
  });
});

describe("endpoints", () => {
  const endpoint = (address: string, conditions: object = { ready: true }) => ({
    addresses: [address],
    conditions,
    targetRef: { kind: "Pod", name: `pod-${address}` },
  });

  test("are written whenever a condition changes, and when they are not listed any more", () => {
    const { endpoints, lines, slice, pass } = recording();
    endpoints.replaceAll([slice("s", [endpoint("10.0.0.1"), endpoint("10.0.0.2")])]);
    pass(1000);
    endpoints.put(slice("s", [endpoint("10.0.0.1", { ready: false, serving: true, terminating: true }), endpoint("10.0.0.2")]));
    pass(1000);
    endpoints.put(slice("s", [endpoint("10.0.0.2")]));
    endpoints.remove({ namespace: "web", name: "s" });
    expect(lines.slice(2)).toMatchObject([
      { address: "10.0.0.1", port: 8080, ready: false, serving: true, terminating: true, pod: "pod-10.0.0.1" },
      { address: "10.0.0.1", ready: false, removed: true },
      { address: "10.0.0.2", ready: false, removed: true },
    ]);
  });

  test("with unknown conditions count as ready", () => {
    const { endpoints, lines, slice } = recording();
    endpoints.put(slice("s", [endpoint("10.0.0.1", {})]));
    expect(lines).toMatchObject([{ ready: true, serving: true, terminating: false }]);
  });
});

test.each([{}, { metadata: {} }, { metadata: { name: 1 } }, [], null, "x"])(
  "%j is no Pod and no slice, and nothing fails",
  (raw) => {
    expect(readPodLine(raw)).toBeUndefined();
    expect(readEndpointLines(raw)).toEqual([]);
  },
);
