/** The JSON of a `service.beta.kubernetes.io/actions.<protocol>-<port>` annotation: weighted NLB listeners, v2.16.0+. */
import { servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { type ForwardTuple, readForwardConfig } from "#load-balancers/attributes/forward-config.ts";
import { flagField, integerField, type JsonFields, readGoJson, structOf, textField } from "#load-balancers/attributes/go-json.ts";

export const actionPrefix = `${servicePrefix}/actions.`;

export type WeightedTarget =
  | {
      readonly kind: "service";
      readonly service: string;
      readonly port: number | string;
      readonly decrypt: boolean;
      readonly weight: number | undefined;
    }
  | { readonly kind: "arn"; readonly weight: number | undefined };

export type ListenerActionReading =
  | { readonly ok: true; readonly baseWeight: number | undefined; readonly targets: readonly WeightedTarget[] }
  | { readonly ok: false; readonly reason: string };

export function readListenerAction(text: string): ListenerActionReading {
  const draft = readGoJson(text, (value) => draftOf(structOf(value)));
  if (!draft.ok) return draft;
  const { type, base, tuples } = draft.value;
  if (type !== "forward") return { ok: false, reason: `unknown action type: ${type}` };
  if (tuples === undefined) return { ok: false, reason: "forwardConfig is missing" };
  const flaw = tuples.map(validationError).find((reason) => reason !== undefined);
  if (flaw !== undefined) return { ok: false, reason: flaw };
  if (tuples.length > 1 && tuples.some(({ weight }) => weight === undefined)) {
    return { ok: false, reason: "weight must be set when routing to multiple target groups" };
  }
  return { ok: true, baseWeight: base, targets: tuples.map(targetOf) };
}

interface Tuple extends ForwardTuple {
  readonly decrypt: boolean | undefined;
}

interface Draft {
  readonly type: string;
  readonly base: number | undefined;
  readonly tuples: readonly Tuple[] | undefined;
}

function draftOf(fields: JsonFields): Draft {
  const forward = readForwardConfig(fields, (tuple) => ({ decrypt: flagField(tuple, "decrypt") }));
  return {
    type: textField(fields, "type") ?? "",
    base: forward && integerField(forward.fields, "baseServiceWeight"),
    tuples: forward?.tuples,
  };
}

/** Undefined where the controller accepts the tuple. */
function validationError({ arn, service, port, weight }: Tuple): string | undefined {
  if ((arn === undefined) === (service === undefined)) return "precisely one of targetGroupARN and serviceName can be specified";
  if (service !== undefined && port === undefined) return "missing servicePort";
  return weight !== undefined && (weight < 0 || weight > 999) ? "target group weight must be between 0 and 999" : undefined;
}

/** Unlike in an Ingress's action, a port written as text is looked up as a name, a number in quotes too. */
const targetOf = ({ service, port, decrypt, weight }: Tuple): WeightedTarget =>
  service === undefined || port === undefined
    ? { kind: "arn", weight }
    : { kind: "service", service, port, decrypt: decrypt ?? false, weight };
