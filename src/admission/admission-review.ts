import { z } from "zod";
import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import { isJsonObject, type JsonObject } from "#model/kubernetes/json.ts";
import { usualRequest } from "./usual-request.ts";

export type ReviewText =
  | { readonly ok: true; readonly request: AdmissionRequest }
  | { readonly ok: false; readonly problem: string };

const text = z.string().max(1024);
const object = z.custom<JsonObject>(isJsonObject, "must be an object").nullish();

const review = z.object({
  apiVersion: z.enum(["admission.k8s.io/v1", "admission.k8s.io/v1beta1"]),
  kind: z.literal("AdmissionReview"),
  request: z.object({
    uid: text.min(1),
    kind: z.object({ group: text.default(""), version: text, kind: text }),
    resource: z.object({ group: text.default(""), version: text, resource: text }),
    subResource: text.optional(),
    operation: z.enum(["CREATE", "UPDATE", "DELETE", "CONNECT"]),
    namespace: text.default(""),
    name: text.default(""),
    dryRun: z.boolean().nullish(),
    object,
    oldObject: object,
  }),
});

/**
 * Reads a POSTed body; unknown fields are passed over, because later API servers may send more. What API servers send is recognised
 * without the schema, which takes several times as long; the schema decides about everything else and says what is wrong with it.
 */
export function readAdmissionReview(body: unknown): ReviewText {
  const request = usualRequest(body);
  return request === undefined ? readBySchema(body) : { ok: true, request };
}

/** By the schema alone. */
export function readBySchema(body: unknown): ReviewText {
  const read = review.safeParse(body);
  if (!read.success) return { ok: false, problem: firstProblem(read.error) };
  const { apiVersion, request } = read.data;
  return {
    ok: true,
    request: {
      reviewVersion: apiVersion,
      uid: request.uid,
      kind: request.kind,
      resource: request.subResource ? `${request.resource.resource}/${request.subResource}` : request.resource.resource,
      operation: request.operation,
      namespace: request.namespace,
      name: request.name,
      dryRun: request.dryRun ?? false,
      object: request.object ?? undefined,
      oldObject: request.oldObject ?? undefined,
    },
  };
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `not an AdmissionReview of admission.k8s.io/v1 or v1beta1: ${path === "" ? "the body" : path}: ${issue?.message ?? "unreadable"}`;
}
