import type { Watch } from "#check/check.ts";
import type { Output } from "#cli/io.ts";

/** Where nobody watches, a line now and then shows that a long check is alive. */
const many = 200;
const linesApart = 500;
/** A terminal is written to this often only; more would cost more than it shows. */
const stepsApart = 50;

export interface Progress {
  readonly reading: () => void;
  readonly judged: Watch;
  /** Takes the line away, so that what follows stands alone. */
  readonly done: () => void;
}

export function progressOn(stderr: Output, quiet: boolean): Progress {
  if (quiet) return { reading: () => {}, judged: () => {}, done: () => {} };
  return stderr.isTTY === true ? drawnOn(stderr) : writtenTo(stderr);
}

const drawnOn = (stderr: Output): Progress => {
  const draw = (text: string): unknown => stderr.write(`\r\u001b[K${text}`);
  return {
    reading: () => draw("reading manifests"),
    judged: (done, total) => {
      if (done % stepsApart === 0) draw(`${done} of ${total} objects checked`);
    },
    done: () => draw(""),
  };
};

const writtenTo = (stderr: Output): Progress => ({
  reading: () => {},
  judged: (done, total) => {
    if (total > many && (done % linesApart === 0 || done === total)) stderr.write(`${done} of ${total} objects checked\n`);
  },
  done: () => {},
});
