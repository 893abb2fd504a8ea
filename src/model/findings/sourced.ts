import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import type { Seconds } from "./seconds.ts";

/** Where a value was read, so that every number shown can say it. */
export type Source =
  | {
      readonly from: "object";
      readonly object: ObjectRef /** Annotation key, label key or dotted field path. */;
      readonly field: string;
    }
  /** A documented default of AWS or of Kubernetes. */
  | { readonly from: "default" }
  /** Nothing in Kubernetes says it; the AWS default is taken for it and marked as assumed. */
  | { readonly from: "assumed" }
  /** AWS reports it. `age`: seconds since then, absent where answers must not change with time. `byDefault`: it is the AWS default, and nothing in Kubernetes requires it. */
  | { readonly from: "aws"; readonly age: Seconds | undefined; readonly byDefault: boolean }
  /** Chosen by Outlive's configuration or by a policy parameter, by its name there. */
  | {
      readonly from: "setting";
      readonly name: string;
      /** Present where the setting was measured: the day, and the ends of targets that were seen. */
      readonly measured?: { readonly on: string; readonly ends: number } | undefined;
      /** Present where calls of the controller that wait for each other are added: how long, and how many there are. */
      readonly queued?: { readonly seconds: number; readonly calls: number } | undefined;
    };

export interface Sourced<T> {
  readonly value: T;
  readonly source: Source;
}

export const sourced = <T>(value: T, source: Source): Sourced<T> => ({ value, source });

export const fromObject = (object: ObjectRef, field: string): Source => ({ from: "object", object, field });

const printMeasured = ({ on, ends }: { readonly on: string; readonly ends: number }): string =>
  `measured on ${on} from ${ends} ${ends === 1 ? "end" : "ends"} of targets`;

/** Seconds up to two minutes, then minutes up to two hours, then hours: nobody decides by more. */
function printAge(age: Seconds): string {
  if (age < 120) return `${age} s`;
  return age < 7_200 ? `${Math.floor(age / 60)} min` : `${Math.floor(age / 3_600)} h`;
}

/**
 * `Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes`, `default`, `assumed`, `AWS, 40 s ago`, or `setting <name>` with
 * when it was measured.
 */
const printQueued = ({ seconds, calls }: { readonly seconds: number; readonly calls: number }): string =>
  `plus ${seconds} s for ${calls} calls of the controller`;

/** `Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes`, `default`, `assumed`, or `setting <name>` with when it was measured. */
export function printSource(source: Source): string {
  switch (source.from) {
    case "object":
      return `${printRef(source.object)} ${source.field}`;
    case "default":
      return "default";
    case "assumed":
      return "assumed";
    case "aws":
      return source.age === undefined ? "AWS" : `AWS, ${printAge(source.age)} ago`;
    case "setting":
      return [
        `setting ${source.name}`,
        ...(source.measured === undefined ? [] : [printMeasured(source.measured)]),
        ...(source.queued === undefined ? [] : [printQueued(source.queued)]),
      ].join(", ");
  }
}
