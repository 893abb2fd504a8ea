import type { Output } from "#cli/io.ts";

export interface AuditProgress {
  readonly listed: (kinds: number, objects: number) => void;
  readonly judged: (done: number, total: number) => void;
  /** Takes the line away, so that what follows stands alone. */
  readonly done: () => void;
}

/** A terminal is written to this often only; more would cost more than it shows. */
const stepsApart = 50;
/** Where nobody watches, a line now and then shows that a long audit is alive. */
const linesApart = 1000;

export function auditProgress(stderr: Output, quiet: boolean): AuditProgress {
  if (quiet) return { listed: () => {}, judged: () => {}, done: () => {} };
  if (stderr.isTTY !== true) {
    return {
      listed: () => {},
      judged: (done, total) => {
        if (done % linesApart === 0) stderr.write(`${done} of ${total} workloads\n`);
      },
      done: () => {},
    };
  }
  const draw = (text: string): unknown => stderr.write(`\r\u001b[K${text}`);
  return {
    listed: (kinds, objects) => draw(`reading the cluster: ${objects} objects of ${kinds} kinds`),
    judged: (done, total) => {
      if (done % stepsApart === 0) draw(`${done} of ${total} workloads`);
    },
    done: () => draw(""),
  };
}
