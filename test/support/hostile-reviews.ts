import { type Shape, shapesOf } from "./amplified.ts";
import { plainWorld } from "./plain-world.ts";
import type { Raw } from "./routing.ts";

export interface HostileReview {
  readonly endpoint: "mutate" | "validate";
  readonly uid: string;
  readonly text: string;
  /** What was made of which object, for whoever reads that it failed. */
  readonly what: string;
}

const plurals: Readonly<Record<string, string>> = {
  Ingress: "ingresses",
  GatewayClass: "gatewayclasses",
  IngressClass: "ingressclasses",
};
const operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"] as const;
const oddities: readonly unknown[] = [
  null,
  "",
  [],
  {},
  0,
  -1,
  1e308,
  true,
  "constructor",
  "__proto__",
  [[]],
  [null],
  "\u202e\u001b[31m",
];

/** Numbers from 0 up to, not including, 1: the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Reviews of objects with one part grown, mostly a little and now and then as far as the API server lets it, and with other types. */
export function* hostileReviews(seed: number, count: number): Generator<HostileReview, void, undefined> {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const shapes = plainWorld.map((object) => ({ object, shapes: shapesOf(object) }));
  for (let index = 0; index < count; index++) {
    const { object, shapes: ofObject } = pick(shapes);
    const shape: Shape = pick(ofObject);
    const bytes = Math.floor(random() < 0.002 ? 200_000 + random() * 1_000_000 : 10 ** (1 + random() * 3));
    const grown = shape.of(bytes);
    const made = random() < 0.5 ? grown : (mutated(grown, random, pick) as Raw);
    const operation = pick(operations);
    const uid = `uid-${index}`;
    const text = JSON.stringify(reviewOf(object, made, operation, uid));
    yield { endpoint: pick(["mutate", "validate"]), uid, text, what: `${operation} of ${shape.name}, ${text.length} bytes` };
  }
}

/** One place on the way down through the object, replaced by what does not belong there. */
function mutated(value: unknown, random: () => number, pick: <T>(from: readonly T[]) => T): unknown {
  if (typeof value !== "object" || value === null || random() < 0.15) return pick(oddities);
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(oddities);
  const key = pick(keys);
  if (Array.isArray(value)) return value.with(Number(key), mutated(value[Number(key)], random, pick));
  const { [key]: inner, ...others } = value as Raw;
  return random() < 0.1 ? others : { ...others, [key]: mutated(inner, random, pick) };
}

function reviewOf(of: Raw, made: unknown, operation: string, uid: string): object {
  const { apiVersion, kind, metadata } = of as {
    apiVersion: string;
    kind: string;
    metadata: { namespace?: string; name: string };
  };
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const object = typeof made === "object" && !Array.isArray(made) ? made : null;
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid,
      kind: { group, version, kind },
      resource: { group, version, resource: plurals[kind] ?? `${kind.toLowerCase()}s` },
      operation,
      namespace: metadata.namespace ?? "",
      name: metadata.name,
      object: operation === "DELETE" ? null : object,
      oldObject: operation === "CREATE" ? null : of,
    },
  };
}
