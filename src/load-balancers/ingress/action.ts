/** The JSON of an `alb.ingress.kubernetes.io/actions.<name>` annotation. */
import { type ForwardTuple, readForwardConfig } from "#load-balancers/attributes/forward-config.ts";
import {
  integerField,
  type JsonFields,
  readGoJson,
  structField,
  structOf,
  textField,
} from "#load-balancers/attributes/go-json.ts";
import { parseIntOrString } from "#load-balancers/attributes/go-values.ts";

export type ForwardTarget =
  | { readonly kind: "service"; readonly service: string; readonly port: number | string; readonly weight: number | undefined }
  | { readonly kind: "arn" | "name"; readonly targetGroup: string; readonly weight: number | undefined };

/** Undefined leaves that part of the request's address as it is. */
export interface RedirectTo {
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly port: string | undefined;
  readonly protocol: string | undefined;
  readonly query: string | undefined;
}

export type IngressAction =
  | { readonly type: "forward"; readonly targets: readonly ForwardTarget[] }
  | { readonly type: "redirect"; readonly to: RedirectTo }
  | { readonly type: "fixed-response" };

export type ActionReading =
  | { readonly ok: true; readonly value: IngressAction }
  | { readonly ok: false; readonly because: "unparsable" | "invalid"; readonly reason: string };

export function readAction(text: string): ActionReading {
  const draft = readGoJson(text, (value) => draftOf(structOf(value)));
  if (!draft.ok) return { ok: false, because: "unparsable", reason: draft.reason };
  const reason = validationError(draft.value);
  return reason === undefined ? { ok: true, value: actionOf(draft.value) } : { ok: false, because: "invalid", reason };
}

interface Tuple extends ForwardTuple {
  readonly name: string | undefined;
}

interface Draft {
  readonly type: string;
  readonly arn: string | undefined;
  readonly name: string | undefined;
  readonly tuples: readonly Tuple[] | undefined;
  readonly redirect: (RedirectTo & { readonly statusCode: string }) | undefined;
  readonly fixed: { readonly statusCode: string } | undefined;
}

/** Reads every known field, because one of the wrong type refuses the text even where the action does not use it. */
function draftOf(fields: JsonFields): Draft {
  const forward = readForwardConfig(fields, (tuple) => ({ name: textField(tuple, "targetGroupName") }));
  const redirect = structField(fields, "redirectConfig");
  const fixed = structField(fields, "fixedResponseConfig");
  if (forward?.stickiness !== undefined) integerField(forward.stickiness, "durationSeconds");
  for (const name of ["contentType", "messageBody"]) if (fixed !== undefined) textField(fixed, name);
  return {
    type: textField(fields, "type") ?? "",
    arn: textField(fields, "targetGroupARN"),
    name: textField(fields, "targetGroupName"),
    tuples: forward?.tuples,
    redirect: redirect && {
      host: textField(redirect, "host"),
      path: textField(redirect, "path"),
      port: textField(redirect, "port"),
      protocol: textField(redirect, "protocol"),
      query: textField(redirect, "query"),
      statusCode: textField(redirect, "statusCode") ?? "",
    },
    fixed: fixed && { statusCode: textField(fixed, "statusCode") ?? "" },
  };
}

/** Texts as the controller's events show them. Undefined where it accepts the action. */
function validationError(draft: Draft): string | undefined {
  switch (draft.type) {
    case "fixed-response":
      if (draft.fixed === undefined) return "missing FixedResponseConfig";
      return draft.fixed.statusCode === "" ? "invalid FixedResponseConfig: statusCode is required" : undefined;
    case "redirect":
      if (draft.redirect === undefined) return "missing RedirectConfig";
      return draft.redirect.statusCode === "" ? "invalid RedirectConfig: statusCode is required" : undefined;
    case "forward":
      return flawOfForward(draft);
    default:
      return `unknown action type: ${draft.type}`;
  }
}

function flawOfForward(draft: Draft): string | undefined {
  const simple = draft.arn !== undefined || draft.name !== undefined;
  if (draft.tuples === undefined) return simple ? undefined : "missing ForwardConfig or TargetGroupARN/TargetGroupName";
  if (simple) return "either ForwardConfig or TargetGroupARN/TargetGroupName can be specified";
  for (const tuple of draft.tuples) {
    const reason = flawOfTuple(tuple);
    if (reason !== undefined) return `invalid ForwardConfig: invalid TargetGroupTuple: ${reason}`;
  }
  const unweighted = draft.tuples.length > 1 && draft.tuples.some((tuple) => tuple.weight === undefined);
  return unweighted ? "invalid ForwardConfig: weight must be set when route to multiple target groups" : undefined;
}

function flawOfTuple({ arn, name, service, port }: Tuple): string | undefined {
  const external = arn !== undefined || name !== undefined;
  if (service === undefined) return external ? undefined : "missing serviceName or targetGroupARN/targetGroupName";
  if (external) return "either serviceName or targetGroupARN/targetGroupName can be specified";
  return port === undefined ? "missing servicePort" : undefined;
}

function actionOf(draft: Draft): IngressAction {
  if (draft.type === "redirect" && draft.redirect !== undefined) {
    const { statusCode: _statusCode, ...to } = draft.redirect;
    return { type: "redirect", to };
  }
  if (draft.type !== "forward") return { type: "fixed-response" };
  const tuples = draft.tuples ?? [{ arn: draft.arn, name: draft.name, service: undefined, port: undefined, weight: undefined }];
  return { type: "forward", targets: tuples.map(targetOf) };
}

/** A port written as text that is a number is that number. The ARN wins over the name. */
function targetOf({ arn, name, service, port, weight }: Tuple): ForwardTarget {
  if (arn !== undefined) return { kind: "arn", targetGroup: arn, weight };
  if (name !== undefined) return { kind: "name", targetGroup: name, weight };
  return { kind: "service", service: service ?? "", port: parseIntOrString(String(port ?? "")), weight };
}
