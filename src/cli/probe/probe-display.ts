import { type Output, widthOf } from "#cli/io.ts";
import type { Clock } from "#clock/clock.ts";
import { type LiveState, liveScreen, progressLine } from "#probe/report/live-screen.ts";

const [screenEveryMs, lineEveryMs] = [500, 10_000];

export interface ProbeDisplay {
  /** Clears the screen, so that the report follows. */
  readonly done: () => void;
}

/** On a terminal, one screen that is drawn again and again; elsewhere, a line from time to time. */
export function showProbe(stderr: Output, quiet: boolean, clock: Pick<Clock, "after">, state: () => LiveState): ProbeDisplay {
  if (quiet) return { done: () => {} };
  const terminal = stderr.isTTY === true;
  let drawn = 0;
  const erase = (): string => (drawn === 0 ? "" : `\u001b[${drawn}F\u001b[J`);
  let stopTimer = (): void => {};
  const show = (): void => {
    if (terminal) {
      const lines = liveScreen(state(), widthOf(stderr));
      stderr.write(`${erase()}${lines.join("\n")}\n`);
      drawn = lines.length;
    } else stderr.write(`${progressLine(state())}\n`);
    again();
  };
  const again = (): void => {
    stopTimer = clock.after(terminal ? screenEveryMs : lineEveryMs, show);
  };
  again();
  return {
    done: () => {
      stopTimer();
      if (terminal) stderr.write(erase());
    },
  };
}
