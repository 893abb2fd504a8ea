import { systemClock } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { Reflector } from "#kubernetes/watch/reflector.ts";
import { wholeList } from "#kubernetes/watch/whole-list.ts";
import type { AccessLogEntry } from "../alb/access-log.ts";
import type { FlowLogEntry } from "../alb/nlb.ts";
import { targetName } from "../alb/target.ts";
import type { TargetChange } from "../alb/target-group.ts";
import type { TargetState } from "../alb/target-health.ts";
import { isTrue, readPod } from "../controller/watched.ts";
import { type PodLine, podLine } from "./evidence/pod-line.ts";
import type { RequestResult } from "./request-result.ts";
import type { LostRequest, PodPhase, RunRecord } from "./run-record.ts";
import { SpanRecorder } from "./spans.ts";

interface SeenPod {
  readonly name: string;
  readonly ip: string;
  readonly phase: PodPhase;
  readonly line: PodLine;
}

/** Writes down what happens to all target groups and Pods, for one run after another to take its own part of. */
export class Recorder {
  readonly #targets = new Map<string, SpanRecorder<TargetState>>();
  readonly #pods = new Map<string, SpanRecorder<PodPhase>>();
  readonly #lost = new Map<string, LostRequest[]>();
  readonly #reflector: Reflector<SeenPod>;

  constructor(client: ApiClient, onPod: (line: PodLine, removed: boolean) => void) {
    const note = (namespace: string, pod: SeenPod, phase: PodPhase | undefined): void =>
      ofKey(this.#pods, namespace, () => new SpanRecorder()).note(`${pod.name} ${pod.ip}`.trim(), phase, Date.now());
    const last = new Map<string, SeenPod>();
    const put = ({ namespace, name }: { namespace: string; name: string }, pod: SeenPod): void => {
      const before = last.get(`${namespace}/${name}`);
      // A Pod has no address at first: the bar goes on under its full name.
      if (before !== undefined && before.ip !== pod.ip) note(namespace, before, undefined);
      last.set(`${namespace}/${name}`, pod);
      note(namespace, pod, pod.phase);
      onPod(pod.line, false);
    };
    this.#reflector = new Reflector<SeenPod>(
      { group: "", versions: ["v1"], plural: "pods", read: readSeenPod },
      {
        beginList: () =>
          wholeList((objects) => {
            for (const { key, object } of objects) put(key, object);
          }),
        put: ({ key, object }) => put(key, object),
        remove: ({ namespace, name }) => {
          const pod = last.get(`${namespace}/${name}`);
          if (pod === undefined) return;
          note(namespace, pod, undefined);
          onPod(pod.line, true);
        },
      },
      { client, clock: systemClock, random: Math.random },
    );
  }

  start(): void {
    this.#reflector.start();
  }

  stop(): Promise<void> {
    return this.#reflector.stop();
  }

  readonly onTargetChange = ({ group, target, health, atMs }: TargetChange): void => {
    const state = health.State === "unused" && health.Reason === "Target.NotRegistered" ? undefined : health.State;
    ofKey(this.#targets, group, () => new SpanRecorder()).note(targetName(target), state, atMs);
  };

  readonly onAccess = ({ targetGroup, elbStatus, target, createdMs }: AccessLogEntry): void => {
    if (elbStatus < 400 || targetGroup === undefined) return;
    const lost = { atMs: createdMs, status: elbStatus, target: target === undefined ? undefined : targetName(target) };
    ofKey(this.#lost, targetGroup, () => []).push(lost);
  };

  /** A flow has no status: what becomes of it is told with 0. */
  readonly onFlow = ({ targetGroup, createdMs, target, ending }: FlowLogEntry): void => {
    if (ending === "closed") return;
    const lost = { atMs: createdMs, status: 0, target: target === undefined ? undefined : targetName(target) };
    ofKey(this.#lost, targetGroup, () => []).push(lost);
  };

  /** How many targets of the group are healthy now. */
  healthy(group: string): number {
    const nowMs = Date.now();
    const lanes = this.#targets.get(group)?.lanes(nowMs - 1, nowMs) ?? [];
    return lanes.filter(({ spans }) => spans.at(-1)?.state === "healthy").length;
  }

  record(
    { group, namespace }: { readonly group: string; readonly namespace: string },
    fromMs: number,
    requests: readonly RequestResult[],
  ): RunRecord {
    const toMs = Date.now();
    return {
      fromMs,
      toMs,
      targets: this.#targets.get(group)?.lanes(fromMs, toMs) ?? [],
      pods: this.#pods.get(namespace)?.lanes(fromMs, toMs) ?? [],
      requests,
      lost: (this.#lost.get(group) ?? []).filter(({ atMs }) => atMs >= fromMs),
    };
  }
}

function readSeenPod(raw: unknown): SeenPod {
  const pod = readPod(raw);
  const phase = (): PodPhase => {
    if (asText(at(raw, "metadata", "deletionTimestamp")) !== undefined) return "terminating";
    if (asText(at(raw, "status", "phase")) === "Pending") return "pending";
    return isTrue(pod, "Ready") ? "ready" : "starting";
  };
  return { name: pod.name, ip: pod.ip ?? "", phase: phase(), line: podLine(raw) };
}

function ofKey<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
