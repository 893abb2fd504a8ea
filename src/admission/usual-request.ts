import type { AdmissionRequest, GroupKind } from "#model/admission/admission-request.ts";
import { isJsonObject, type Json, type JsonObject } from "#model/kubernetes/json.ts";

/**
 * The request of a review in the form in which API servers write it; undefined for anything else, which is not to say that it is wrong.
 * Whatever is recognised here, the schema of `admission-review.ts` reads in the same way.
 */
export function usualRequest(body: unknown): AdmissionRequest | undefined {
  if (!isJsonObject(body) || body["kind"] !== "AdmissionReview") return undefined;
  const { apiVersion, request } = body;
  if (!isVersion(apiVersion) || !isJsonObject(request)) return undefined;
  const { uid, operation, subResource, dryRun = false, namespace = "", name = "" } = request;
  if (!isText(uid) || uid === "" || !isText(namespace) || !isText(name)) return undefined;
  if (!isOperation(operation) || typeof dryRun !== "boolean" || subResource !== undefined) return undefined;
  const { object = null, oldObject = null } = request;
  const [kind, resource] = [usualKind(request["kind"], "kind"), usualKind(request["resource"], "resource")];
  if (kind === undefined || resource === undefined || !isObjectOrNull(object) || !isObjectOrNull(oldObject)) return undefined;
  return {
    reviewVersion: apiVersion,
    uid,
    kind,
    resource: resource.kind,
    operation,
    namespace,
    name,
    dryRun,
    object: object ?? undefined,
    oldObject: oldObject ?? undefined,
  };
}

/** A GroupVersionKind, or a GroupVersionResource as one. */
function usualKind(given: Json | undefined, field: "kind" | "resource"): GroupKind | undefined {
  if (!isJsonObject(given)) return undefined;
  const { group = "", version, [field]: named } = given;
  return isText(group) && isText(version) && isText(named) ? { group, version, kind: named } : undefined;
}

const isVersion = (value: unknown): value is AdmissionRequest["reviewVersion"] =>
  value === "admission.k8s.io/v1" || value === "admission.k8s.io/v1beta1";

const isOperation = (value: unknown): value is string =>
  value === "CREATE" || value === "UPDATE" || value === "DELETE" || value === "CONNECT";

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 1024;

const isObjectOrNull = (value: unknown): value is JsonObject | null => value === null || isJsonObject(value);
