import { parseDuration } from "#model/findings/duration-text.ts";
import type { Finding, OverrideProblemId } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { fromObject, type Sourced, sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { KeyHolder } from "#model/settings/key-places.ts";
import { keys } from "#model/settings/keys.ts";
import { ownKeyProblems } from "./own-keys.ts";

/** What `outlive.dev/…` annotations on a workload, its template or a Pod require. */
export interface Overrides {
  readonly policy: string | undefined;
  readonly preStop: Sourced<Seconds> | undefined;
  readonly gracePeriod: Sourced<Seconds> | undefined;
  readonly shutdown: Sourced<Seconds> | undefined;
  readonly requestTimeout: Sourced<Seconds> | undefined;
  readonly keepAlive: Sourced<Seconds> | undefined;
  /** Names of the containers to look at; undefined means all regular ones. */
  readonly containers: readonly string[] | undefined;
  /** The reason that somebody gave for leaving this workload alone. */
  readonly skip: string | undefined;
  readonly findings: readonly Finding[];
}

/** One place where annotations stand; later layers win: workload, then template, then Pod. */
export interface AnnotationLayer {
  readonly object: ObjectRef;
  readonly holder: KeyHolder & ("workload" | "pod");
  /** Where they stand in the object: `metadata` or `spec.template.metadata`. */
  readonly path: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Nothing is read from them; keys of ours that stand there were meant for annotations. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Found {
  readonly text: string;
  readonly object: ObjectRef;
  readonly path: string;
}

export function readOverrides(
  layers: readonly AnnotationLayer[],
  policyNames: readonly string[],
  containerNames: readonly string[],
): Overrides {
  const findings: Finding[] = [];
  const find = (key: string): Found | undefined => {
    const layer = layers.findLast(({ annotations }) => annotations[key] !== undefined);
    return layer && { text: layer.annotations[key] ?? "", object: layer.object, path: `${layer.path}.annotations` };
  };
  const reject = (key: string, found: Found, accepted: string, rule: OverrideProblemId = "override-invalid"): undefined => {
    const details = { key, value: found.text.slice(0, 80), accepted };
    findings.push({
      rule,
      severity: "error",
      subject: found.object,
      path: `${found.path}.${key}`,
      actual: undefined,
      required: undefined,
      because: [],
      details,
    });
  };
  const duration = (key: string): Sourced<Seconds> | undefined => {
    const found = find(key);
    if (found === undefined) return undefined;
    const read = parseDuration(found.text);
    return read.ok ? sourced(read.seconds, fromObject(found.object, key)) : reject(key, found, read.accepted);
  };
  const named = (
    key: string,
    accepts: (text: string) => boolean,
    accepted: string,
    rule: OverrideProblemId,
  ): string | undefined => {
    const found = find(key);
    if (found === undefined) return undefined;
    return accepts(found.text) ? found.text : reject(key, found, accepted, rule);
  };
  const listed = named(
    keys.containers,
    (text) => splitNames(text).length > 0 && splitNames(text).every((name) => containerNames.includes(name)),
    `names of regular containers of this Pod, separated by commas: ${containerNames.join(", ")}`,
    "container-unknown",
  );
  return {
    policy: named(keys.policy, (text) => policyNames.includes(text), policyNames.join(", "), "policy-unknown"),
    preStop: duration(keys.preStop),
    gracePeriod: duration(keys.gracePeriod),
    shutdown: duration(keys.shutdown),
    requestTimeout: duration(keys.requestTimeout),
    keepAlive: duration(keys.keepAlive),
    containers: listed === undefined ? undefined : splitNames(listed),
    skip: named(keys.skip, (text) => text.trim() !== "", "the reason as its value", "skip-without-reason"),
    findings: [...findings, ...layers.flatMap(strayKeys).map(findingOfProblem)],
  };
}

const strayKeys = ({ object, holder, path, annotations, labels }: AnnotationLayer): readonly Problem[] => [
  ...ownKeyProblems({ object, holder, form: "annotation", path: `${path}.annotations`, map: annotations }),
  ...ownKeyProblems({ object, holder, form: "label", path: `${path}.labels`, map: labels }),
];

const splitNames = (text: string): readonly string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
