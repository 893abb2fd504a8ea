import type { Random } from "../../support/seeded.ts";
import { between } from "../random.ts";

export interface Due {
  readonly name: string;
  readonly atSeconds: number;
}

/** The last minute is left for what is under way; a run that is too short for an interval still has each act once. */
const QUIET_SECONDS = 45;

/** When each act comes, in order of time: from the seed alone, so that a run can be repeated. */
export function schedule(
  acts: readonly { readonly name: string; readonly everyMinutes: number }[],
  totalSeconds: number,
  random: Random,
): readonly Due[] {
  const lastSeconds = Math.max(totalSeconds * 0.6, totalSeconds - QUIET_SECONDS);
  return acts
    .flatMap(({ name, everyMinutes }) => {
      const interval = Math.min(everyMinutes * 60, lastSeconds);
      const due: Due[] = [];
      for (
        let atSeconds = between(random, 0.1, 0.9) * interval;
        atSeconds < lastSeconds;
        atSeconds += between(random, 0.6, 1.4) * interval
      )
        due.push({ name, atSeconds });
      return due;
    })
    .sort((one, other) => one.atSeconds - other.atSeconds);
}
