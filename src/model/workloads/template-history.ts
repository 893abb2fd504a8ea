import type { Plan } from "./plan.ts";

/** What a review of a template shows about who wrote its timings, and what an earlier injection left there. */
export interface TemplateHistory {
  /**
   * Whether the manifest states the grace period. `perhaps`: nobody can tell who wrote the 30 in what was created, updated or
   * installed by Helm 3 as a whole.
   */
  readonly graceStated: "yes" | "perhaps" | "no";
  /** An UPDATE that leaves everything but injected values as it was. */
  readonly unchanged: boolean;
  /** Injected values that are stored, that the update leaves out, and that would start a roll-out by being gone. */
  readonly dropped: Plan;
  /** The client changed the stored object, so that a value it left out was taken out on purpose, or by a merge of whole lists. */
  readonly takenOut: boolean;
  /** Injected sleeps that the API server would refuse beside what the template now states. */
  readonly conflicting: Plan;
  /** It was sized earlier: it has every sleep that its record names, or hooks of its own in their place. */
  readonly sized: boolean;
  /** Places in the list of containers of the sleeps that were injected. */
  readonly injectedSleeps: ReadonlySet<number>;
}
