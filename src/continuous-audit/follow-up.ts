import type { GivenContext } from "#assessment/context.ts";
import type { AuditTally } from "#reports/audit-tally.ts";
import { noticesOf } from "#reports/event-notice.ts";
import { GivenNotices } from "#reports/given-notices.ts";
import { reportContentOf } from "#reports/report-content.ts";
import type { AuditSink } from "./background-audit.ts";
import type { EventWriter } from "./event-writer.ts";
import type { JudgedWorkload } from "./judge-workload.ts";
import type { NewRouteRestarts } from "./new-route-restarts.ts";
import type { ReportWriter } from "./report-writer.ts";

interface FollowUpParts {
  readonly tally: AuditTally;
  readonly reports: ReportWriter | undefined;
  readonly events: EventWriter | undefined;
  readonly restarts: NewRouteRestarts | undefined;
  readonly nowMs: () => number;
  readonly onPassed: () => void;
  readonly onTooLarge: (name: string) => void;
}

/** What follows from each judgement: gauges, a report, Events, a restart; each where it is switched on. */
export class FollowUp implements AuditSink {
  readonly #parts: FollowUpParts;
  readonly #given = new GivenNotices();
  /** By uid: those that have been judged since the last pass began. */
  readonly #judged = new Set<string>();
  /** Until the first pass is over, nobody can tell what another replica has said before. */
  #firstPass = true;

  constructor(parts: FollowUpParts) {
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    this.#judged.clear();
    await this.#parts.reports?.load();
  }

  judged(name: string, judged: JudgedWorkload, context: GivenContext): void {
    const { tally, reports, events, restarts, nowMs } = this.#parts;
    const { workload, audited, verdict } = judged;
    const { uid } = workload;
    tally.set(name, audited);
    if (uid === undefined) return;
    this.#judged.add(uid);
    const content = reportContentOf(audited, uid);
    // A report that says the same was written with its Events.
    const silent = this.#firstPass && (reports?.holds(uid, content?.hash) ?? true);
    const fresh = this.#given.fresh(uid, noticesOf(audited, verdict), nowMs(), silent);
    for (const notice of fresh) events?.write(workload, notice);
    reports?.want(uid, workload.ref.namespace ?? "", content);
    restarts?.consider(judged, context);
  }

  gone(name: string, uid: string): void {
    const { tally, reports } = this.#parts;
    const namespace = name.split("/")[1] ?? "";
    tally.remove(name);
    this.#given.forget(uid);
    this.#judged.delete(uid);
    reports?.want(uid, namespace, undefined);
  }

  tooLarge(name: string): void {
    this.#parts.onTooLarge(name);
  }

  passed(): void {
    this.#firstPass = false;
    this.#parts.reports?.prune((uid) => this.#judged.has(uid));
    this.#parts.onPassed();
  }

  end(): void {
    const { tally, reports, events, restarts } = this.#parts;
    this.#firstPass = true;
    this.#given.clear();
    this.#judged.clear();
    tally.clear();
    reports?.reset();
    events?.reset();
    restarts?.reset();
  }
}
