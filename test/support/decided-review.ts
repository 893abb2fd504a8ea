/** Reviews as the API server posts them, put to a webhook over a cluster made of documents, and what it would store. */
import { type Admission, createAdmission } from "#admission/admit.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { builtInPolicies, defaultPolicyName } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { applied } from "./apply-patch.ts";
import type { Patch, ReviewResponse } from "./front.ts";
import { viewOf } from "./view.ts";

/** In front of the documents and a namespace `web` in the mode enforce. */
export function admissionFor(
  documents: readonly object[],
  configuration: object = {},
  policy: string = defaultPolicyName,
): Admission {
  const labels = { "outlive.dev/mode": "enforce", "outlive.dev/policy": policy };
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels } };
  const settings = readSettings(configuration, builtInPolicies);
  if (!settings.ok) throw new Error(settings.problems.map(({ message }) => message).join());
  return createAdmission({
    view: viewOf([namespace, ...documents]),
    synced: () => true,
    configuration: () => settings.configuration,
  });
}

const groups: Readonly<Record<string, string>> = { Pod: "", Service: "", Ingress: "networking.k8s.io", Rollout: "argoproj.io" };

export function review(object: JsonObject, before?: JsonObject): object {
  const kind = String(object["kind"]);
  const group = groups[kind] ?? "apps";
  const version = kind === "Rollout" ? "v1alpha1" : "v1";
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "705ab4f5-6393-11e8-b7cc-42010a800002",
      kind: { group, version, kind },
      resource: { group, version, resource: `${kind.toLowerCase()}s` },
      operation: before === undefined ? "CREATE" : "UPDATE",
      namespace: "web",
      object,
      oldObject: before ?? null,
    },
  };
}

export interface Answered {
  readonly response: ReviewResponse;
  readonly record: DecisionRecord;
  readonly patch: Patch;
  readonly stored: JsonObject;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** `before` makes it an UPDATE. */
export function answer(
  admission: Admission,
  object: JsonObject,
  { door = "mutate", before }: { readonly door?: "mutate" | "validate"; readonly before?: JsonObject } = {},
): Answered {
  const { text, record } = admission.handle(door, structuredClone(review(object, before)));
  const { response } = JSON.parse(text) as { response: ReviewResponse };
  const patch = response.patch === undefined ? [] : (JSON.parse(Buffer.from(response.patch, "base64").toString()) as Patch);
  const errors = record.findings.filter(({ severity }) => severity === "error").map(({ id }) => id);
  const warnings = record.findings.filter(({ severity }) => severity === "warning").map(({ id }) => id);
  return { response, record, patch, stored: applied(object, patch) as JsonObject, errors, warnings };
}
