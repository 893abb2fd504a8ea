import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { Fact } from "./fact.ts";
import type { Moment } from "./life.ts";
import { addressOfPod, containersOf, podName, termsOf } from "./pod-fields.ts";

export const isAuditEvent = (value: unknown): boolean =>
  (asText(at(value, "apiVersion")) ?? "").startsWith("audit.k8s.io/") && asText(at(value, "kind")) === "Event";

/** What one event of a Kubernetes audit log says about Pods. Sources: the audit.k8s.io/v1 API, and a control plane that was run for it. */
export function auditFacts(event: unknown): readonly Fact[] {
  const atMs = parseUtc(asText(at(event, "requestReceivedTimestamp")) ?? "");
  const code = asInteger(at(event, "responseStatus", "code")) ?? 200;
  if (atMs === undefined || asText(at(event, "objectRef", "resource")) !== "pods" || code >= 400) return [];
  if (asText(at(event, "stage")) !== "ResponseComplete") return [];
  const moment: Moment = { atMs, spreadMs: 1, source: "audit-log" };
  switch (asText(at(event, "verb"))) {
    case "delete":
      return deletion(event, moment);
    case "deletecollection":
      return asList(at(event, "responseObject", "items")).flatMap((pod) => podFact("deleted", pod, event, moment));
    case "create":
      return creation(event, moment);
    case "update":
    case "patch":
      return change(event, moment);
    default:
      return [];
  }
}

function creation(event: unknown, moment: Moment): readonly Fact[] {
  switch (asText(at(event, "objectRef", "subresource"))) {
    case "eviction":
      return podFact("deleted", undefined, event, moment);
    case undefined:
      return podFact("seen", objectOf(event), event, moment);
    default:
      return [];
  }
}

/** The kubelet confirms the end with a deletion of its own, whose grace period is 0: that is not when the deletion began. */
function deletion(event: unknown, moment: Moment): readonly Fact[] {
  const pod = at(event, "responseObject");
  const grace =
    asInteger(at(pod, "metadata", "deletionGracePeriodSeconds")) ?? asInteger(at(event, "requestObject", "gracePeriodSeconds"));
  const byKubelet = (asText(at(event, "user", "username")) ?? "").startsWith("system:node:");
  const confirmed = byKubelet && (grace === 0 || grace === undefined);
  return podFact(confirmed ? "gone" : "deleted", pod, event, moment);
}

function change(event: unknown, moment: Moment): readonly Fact[] {
  const pod = objectOf(event);
  const seen = podFact("seen", pod, event, moment);
  const containers = containersOf(pod);
  const [first] = seen;
  if (first?.what !== "seen" || containers.length === 0) return seen;
  const { pod: name, uid, address } = first;
  return [...seen, { what: "containers", pod: name, uid, address, moment, containers }];
}

/** The answer where the log holds it, else what was sent. */
function objectOf(event: unknown): unknown {
  const answer = at(event, "responseObject");
  return asText(at(answer, "kind")) === "Pod" || at(answer, "metadata", "uid") !== undefined
    ? answer
    : at(event, "requestObject");
}

function podFact(what: "seen" | "deleted" | "gone", pod: unknown, event: unknown, moment: Moment): readonly Fact[] {
  const isPod =
    at(pod, "spec") !== undefined || at(pod, "status", "podIP") !== undefined || at(pod, "metadata", "uid") !== undefined;
  const found = isPod ? pod : undefined;
  const namespace = asText(at(found, "metadata", "namespace")) ?? asText(at(event, "objectRef", "namespace"));
  const name = podName(namespace, asText(at(found, "metadata", "name")) ?? asText(at(event, "objectRef", "name")));
  if (name === undefined) return [];
  const uid = asText(at(found, "metadata", "uid")) ?? asText(at(event, "objectRef", "uid"));
  const common = { pod: name, uid, address: addressOfPod(found), moment };
  return what === "gone" ? [{ what, ...common }] : [{ what, ...common, terms: termsOf(found) }];
}
