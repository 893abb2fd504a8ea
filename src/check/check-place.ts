/** From what a finding says of an object to the line of the file that says it. */

import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { workloadShapes } from "#kubernetes/objects/read-workload.ts";
import type { Place } from "#model/reports/check-report.ts";
import type { ManifestSubject } from "./check-source.ts";

type Segments = readonly (string | number)[];

/** The line of the value that a dotted path or an annotation key names; that of the nearest thing around it where it is missing. */
export const placeIn = ({ document }: ManifestSubject, path: string): Place => ({
  file: document.file,
  line: path === "" ? document.line : document.lineOf(segmentsOf(path, document.raw)),
});

function segmentsOf(path: string, raw: unknown): Segments {
  if (path.includes("/")) return keyedSegments(path, raw);
  if (attributeKey.test(path)) return [...annotations, targetGroupAttributes];
  return toValue(
    path.split(".").flatMap((part) => [...fieldSegments(part)]),
    raw,
  );
}

const annotations = ["metadata", "annotations"] as const;

/** Keys of target group attributes have underscores, fields of Kubernetes never; one that nobody states stands for its annotation. */
const attributeKey = /^[a-z.]*_[a-z_.]*$/;
const targetGroupAttributes = "alb.ingress.kubernetes.io/target-group-attributes";

/** `containers[0]` and `rules[1][0]`. */
function* fieldSegments(part: string): Generator<string | number> {
  const [name = "", ...indices] = part.split("[");
  if (name !== "") yield name;
  for (const index of indices) {
    const number = Number.parseInt(index, 10);
    if (Number.isNaN(number)) return;
    yield number;
  }
}

/** Keys of labels and annotations hold dots themselves; one that comes alone stands wherever the object has it. */
function keyedSegments(path: string, raw: unknown): Segments {
  for (const map of ["metadata.annotations.", "metadata.labels."]) {
    const behind = path.lastIndexOf(map) + map.length;
    if (path.includes(map) && behind < path.length) return [...path.slice(0, behind - 1).split("."), path.slice(behind)];
  }
  const homes = [...podMetadata(raw), annotations, ["metadata", "labels"]];
  const home = homes.find((candidate) => asText(at(raw, ...candidate, path)) !== undefined);
  return [...(home ?? annotations), path];
}

function podMetadata(raw: unknown): readonly (readonly string[])[] {
  const kind = asText(at(raw, "kind")) ?? "";
  const shape = Object.entries(workloadShapes).find(([name]) => name === kind)?.[1];
  return shape === undefined || shape.podPath.length === 0 ? [] : [[...shape.podPath, ...annotations]];
}

/** A hook spreads over lines; what counts is where its number stands. */
function toValue(segments: Segments, raw: unknown): Segments {
  if (segments.at(-1) !== "preStop") return segments;
  const hook = segments.reduce<unknown>((value, key) => (typeof key === "number" ? asList(value)[key] : at(value, key)), raw);
  if (at(hook, "sleep", "seconds") !== undefined) return [...segments, "sleep", "seconds"];
  const command = asList(at(hook, "exec", "command"));
  return command.length === 0 ? segments : [...segments, "exec", "command", command.length - 1];
}
