import type { GivenContext } from "#assessment/context.ts";
import { controllerProblems } from "#assessment/controller/controller-problems.ts";
import { controllerSummary } from "#assessment/controller/controller-summary.ts";
import type { Timers } from "#clock/clock.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import { controllerLines } from "#wording/cluster/controller-words.ts";
import { findingText } from "#wording/finding-text.ts";

/** A controller is seldom deployed; a line in a log may be a minute late. */
const everyMs = 60_000;

interface ControllerLog {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
}

interface ControllerWatch {
  readonly context: () => GivenContext;
  /** Nothing is said of a cluster that has not been read yet. */
  readonly synced: () => boolean;
  readonly clock: Timers;
  readonly log: ControllerLog;
}

/** Logs the controllers of the cluster, and what is wrong with them, once and after each change. The result ends it. */
export function watchController({ context, synced, clock, log }: ControllerWatch): () => void {
  let said = "";
  const look = (): void => {
    if (synced()) {
      const given = context();
      const controllers = controllerLines(controllerSummary(given));
      const findings = controllerProblems(given).map(findingOfProblem);
      const text = JSON.stringify([controllers, findings]);
      if (text !== said && controllers.length > 0) {
        log.info({ controllers }, "load balancer controller");
        for (const finding of findings) log.warn({ rule: finding.rule, ...findingText(finding) }, "load balancer controller");
      }
      said = text;
    }
    cancel = clock.after(synced() ? everyMs : firstMs, look);
  };
  let cancel = clock.after(firstMs, look);
  return () => cancel();
}

/** Between two looks whether the cluster has been read. */
const firstMs = 1_000;
