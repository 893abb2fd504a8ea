import type { Operation } from "fast-json-patch";
import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import { printable } from "#wording/printable.ts";
import { warningLine } from "#wording/warning-lines.ts";

/** The API server cuts every warning to 256 runes once all of them exceed 4096 (Kubernetes 1.36); these stay below both. */
const mostWarnings = 10;
const longestAuditAnnotation = 4000;

/** The response without the uid, which is the only part of it that is a request's own. */
export interface ResponseBody {
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly warnings?: readonly string[];
  readonly patchType?: "JSONPatch";
  readonly patch?: string;
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** A denial carries 403 and the reason Forbidden, because kubectl drops the message of a 422 (Kubernetes 1.36). */
export function responseBody(response: ReviewResponse, patch: readonly Operation[]): ResponseBody {
  const warnings = response.warnings;
  return {
    allowed: response.allowed,
    ...(response.denial === undefined ? {} : { status: { code: 403, reason: "Forbidden", message: printable(response.denial) } }),
    ...(warnings.length === 0 ? {} : { warnings: truncate(warnings) }),
    ...(patch.length === 0 ? {} : { patchType: "JSONPatch", patch: base64(JSON.stringify(patch)) }),
    ...(Object.keys(response.auditAnnotations).length === 0 ? {} : { auditAnnotations: cut(response.auditAnnotations) }),
  };
}

/** The text of a response from behind its uid on: all that can be made once for several requests. */
export const responseTail = (body: ResponseBody): string => `,${JSON.stringify(body).slice(1)}}`;

/** An AdmissionReview in JSON, with the uid of the request and in its version. */
export const responseText = ({ reviewVersion, uid }: Pick<AdmissionRequest, "reviewVersion" | "uid">, tail: string): string =>
  `{"apiVersion":"${reviewVersion}","kind":"AdmissionReview","response":{"uid":${JSON.stringify(uid)}${tail}`;

function truncate(warnings: readonly string[]): readonly string[] {
  const distinct = [...new Set(warnings.map((text) => warningLine(text)))];
  if (distinct.length <= mostWarnings) return distinct;
  const rest = distinct.length - mostWarnings + 1;
  return [...distinct.slice(0, mostWarnings - 1), `${rest} more warnings; run outlive explain to see all of them`];
}

const cut = (annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, printable(value.slice(0, longestAuditAnnotation))]));

const encoder = new TextEncoder();

/** The patch is JSON text with characters beyond Latin-1 where annotations have them, so its bytes are encoded, not its characters. */
function base64(text: string): string {
  if (isAscii(text)) return btoa(text);
  return btoa(Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

export const isAscii = (text: string): boolean => ascii.test(text);

const ascii = /^[\x20-\x7e]*$/;
