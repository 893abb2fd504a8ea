import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessLogEntry } from "../../alb/access-log.ts";
import { logFiles, writeLogFiles } from "../../alb/log-files.ts";
import { stretchedEntry } from "../../alb/stretched.ts";
import type { TargetChange } from "../../alb/target-group.ts";
import type { PodLine } from "./pod-line.ts";

interface PodSeen {
  readonly line: PodLine;
  readonly atMs: number;
  readonly removed: boolean;
}

/** What all runs leave behind for `outlive trace`: access logs of their load balancers, and what happened to Pods and targets. */
export class Evidence {
  readonly #entries: AccessLogEntry[] = [];
  readonly #pods: PodSeen[] = [];
  readonly #changes: TargetChange[] = [];

  readonly onAccess = (entry: AccessLogEntry): void => void this.#entries.push(entry);
  readonly onTargetChange = (change: TargetChange): void => void this.#changes.push(change);
  readonly onPod = (line: PodLine, removed: boolean): void => void this.#pods.push({ line, atMs: Date.now(), removed });

  /**
   * Writes the part of one run: `logs` with the files of its target group, and `events.ndjson`. Where the load balancer is faster
   * than those of AWS by `factor`, all times are stretched to theirs; ends of containers, which Kubernetes tells to the second, are then
   * too coarse and are left out.
   */
  write(folder: string, { group, namespace, fromMs, factor }: EvidenceOf): void {
    const stretched = (ms: number): number => fromMs + (ms - fromMs) / factor;
    const entries = this.#entries
      .filter(({ targetGroup, createdMs }) => targetGroup === group && createdMs >= fromMs)
      .map((entry) => stretchedEntry(entry, fromMs, factor));
    // Earlier runs that were kept under the same name would be read as well.
    rmSync(folder, { recursive: true, force: true });
    writeLogFiles(join(folder, "logs"), logFiles(entries));
    const iso = (ms: number): string => new Date(stretched(ms)).toISOString();
    const lines = [
      { kind: "recording", version: 1, at: iso(fromMs), tool: "proof" },
      ...this.#pods
        .filter(({ line }) => line.namespace === namespace)
        .flatMap(({ line, atMs, removed }) => podLines(line, { at: iso(atMs), removed, whole: factor === 1, factor })),
      ...this.#changes
        .filter((change) => change.group === group)
        .map(({ target, health, atMs }) => ({
          kind: "target",
          at: iso(atMs),
          targetGroup: group,
          address: target.ip,
          port: target.port,
          state: health.State,
        })),
    ];
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "events.ndjson"), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  }
}

export interface EvidenceOf {
  readonly group: string;
  readonly namespace: string;
  readonly fromMs: number;
  /** Of the times of AWS. */
  readonly factor: number;
}

interface Seen {
  readonly at: string;
  readonly removed: boolean;
  /** At the pace of AWS. */
  readonly whole: boolean;
  readonly factor: number;
}

function podLines(line: PodLine, { at, removed, whole, factor }: Seen): readonly object[] {
  if (whole) return [{ ...line, at, ...(removed ? { removed } : {}) }];
  if (removed) return [];
  const { containers: _, deletionTimestamp, deletionGracePeriodSeconds: grace, ...rest } = line;
  const stretch = (seconds: number | undefined): number | undefined =>
    seconds === undefined ? undefined : Math.round(seconds / factor);
  const graceSeconds = stretch(grace);
  // The deletion is taken for seen at once: its timestamp is cut to a second, which is several of the stretched ones.
  const deleted =
    deletionTimestamp === undefined || graceSeconds === undefined || graceSeconds === 0
      ? {}
      : {
          deletionTimestamp: new Date(Date.parse(at) + graceSeconds * 1000).toISOString(),
          deletionGracePeriodSeconds: graceSeconds,
        };
  return [
    {
      ...rest,
      at,
      terminationGracePeriodSeconds: stretch(rest.terminationGracePeriodSeconds),
      preStopSeconds: stretch(rest.preStopSeconds),
      ...deleted,
    },
  ];
}
