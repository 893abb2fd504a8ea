import type { Answer } from "#playground/answer-html.ts";
import type { StartingValues } from "#playground/starting-values.ts";

export interface Choices {
  readonly policy: string;
  readonly clusterName: string;
}

/** From the page to the worker. Of several that wait only the last of each kind matters. */
export type Question =
  | { readonly kind: "judge"; readonly id: number; readonly text: string; readonly choices: Choices }
  | { readonly kind: "try"; readonly id: number; readonly workload: number; readonly values: TriedValues };

export interface TriedValues {
  readonly preStop: number;
  readonly gracePeriod: number;
  readonly deregistrationDelay: number | undefined;
  /** 0: not stated. */
  readonly requestTimeout: number;
  readonly rate: number;
}

export type Response =
  | {
      readonly kind: "judged";
      readonly id: number;
      readonly answer: Answer;
      readonly sliders: readonly (StartingValues | undefined)[];
      readonly fixed: {
        readonly text: string;
        readonly changed: boolean;
        /** Undefined where the changes are too many to show. */
        readonly diff: string | undefined;
        readonly refused: readonly string[];
      };
    }
  | {
      readonly kind: "tried";
      readonly id: number;
      readonly workload: number;
      readonly svg: string;
      readonly sentences: readonly string[];
    }
  /** Something of ours went wrong; the message is for whoever reports it. */
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
