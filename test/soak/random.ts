import type { Random } from "../support/seeded.ts";

export const between = (random: Random, from: number, to: number): number => from + random() * (to - from);

/** @throws Error where there is nothing to choose from */
export function oneOf<Choice>(random: Random, choices: readonly Choice[]): Choice {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error("there is nothing to choose from");
  return chosen;
}
