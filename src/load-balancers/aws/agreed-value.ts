/** One setting as Kubernetes requires it and as AWS reports it: which of the two counts, and what is said where they differ. */
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Source, Sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { AwsPreference } from "#model/load-balancers/aws-facts.ts";

export interface AwsValue {
  /** Undefined where AWS reports none. */
  readonly value: Seconds | undefined;
  /** What AWS uses where nobody chose, in seconds. */
  readonly byDefault: number;
  /** Seconds since AWS said so. */
  readonly age: Seconds | undefined;
}

interface Place {
  readonly object: ObjectRef;
  readonly field: string;
}

export interface Agreed {
  /** Undefined where neither is known. */
  readonly value: Sourced<Seconds> | undefined;
  /** What the difference is worth saying, about the setting of this name; `place` is where Kubernetes would set it. */
  problem(key: string, place: Place): readonly Problem[];
}

const nothing = (): readonly Problem[] => [];

/**
 * What an object requires is compared, and `prefer` decides. What no object requires is AWS's: a controller writes only the attributes
 * that objects name, so AWS keeps those that were removed and those that others set.
 */
export function agreed(declared: Sourced<Seconds> | undefined, reported: AwsValue, prefer: AwsPreference): Agreed {
  const { value, byDefault, age } = reported;
  if (value === undefined) return { value: declared, problem: nothing };
  const fromAws: Sourced<Seconds> = { value, source: { from: "aws", age, byDefault: value === byDefault } };
  switch (declared?.source.from) {
    case undefined:
    case "assumed":
    case "aws":
      return { value: fromAws, problem: nothing };
    case "default":
      return declared.value === value
        ? { value: declared, problem: nothing }
        : { value: fromAws, problem: (key, place) => [kept(key, value, place)] };
    case "object":
    case "setting": {
      if (declared.value === value) return { value: declared, problem: nothing };
      // A value that an object requires is a choice, whatever the default is.
      const chosen: Source = { from: "aws", age, byDefault: false };
      const used = preferred(declared, { value, source: chosen }, prefer);
      return { value: used, problem: (key, place) => [differs(key, declared, value, used.value, prefer, place)] };
    }
  }
}

function preferred(declared: Sourced<Seconds>, reported: Sourced<Seconds>, prefer: AwsPreference): Sourced<Seconds> {
  switch (prefer) {
    case "kubernetes":
      return declared;
    case "aws":
      return reported;
    case "larger":
      return reported.value > declared.value ? reported : declared;
  }
}

const kept = (key: string, reported: Seconds, { object, field }: Place): Problem =>
  problem("aws-value-kept", object, field, { key, reported: String(reported) });

function differs(
  key: string,
  { value, source }: Sourced<Seconds>,
  reported: Seconds,
  used: Seconds,
  prefer: AwsPreference,
  place: Place,
): Problem {
  const { object, field } = source.from === "object" ? source : place;
  return problem("aws-differs", object, field, {
    key,
    declared: String(value),
    reported: String(reported),
    used: String(used),
    prefer,
  });
}
