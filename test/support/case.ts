import { readFileSync } from "node:fs";
import { parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import type { Admission } from "#admission/admit.ts";
import { createAdmission } from "#admission/admit.ts";
import type { Endpoint } from "#admission/ports.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { withGracePeriod } from "./api-defaults.ts";
import { factsOf } from "./aws-facts.ts";

/** The head of a case file; the documents behind it are the cluster, the last one is the object under review. */
const head = z.strictObject({
  case: z.string().describe("what is shown, as a sentence"),
  mode: z.enum(["enforce", "warn", "audit", "off"]).default("enforce"),
  policy: z.string().optional(),
  configuration: z.record(z.string(), z.unknown()).default({}),
  /** What AWS reported 40 s ago, by ARN; null: it knows no such target group. Absent: AWS is not asked. */
  aws: z
    .record(
      z.string(),
      z.nullable(
        z.strictObject({
          delay: z.string().optional(),
          idle: z.array(z.number()).optional(),
          kind: z.enum(["alb", "nlb"]).optional(),
          targetType: z.enum(["ip", "instance"]).optional(),
        }),
      ),
    )
    .optional(),
  operation: z.enum(["CREATE", "UPDATE"]).default("CREATE"),
  /** The object before an UPDATE; what it leaves out is as in the object under review. */
  before: z.record(z.string(), z.unknown()).optional(),
});

type Raw = Readonly<Record<string, unknown>>;

export interface Case {
  readonly file: string;
  readonly head: z.output<typeof head>;
  readonly objects: readonly Raw[];
  readonly subject: Raw;
}

export function loadCase(file: string): Case {
  const [first, ...objects] = parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS() as Raw);
  const subject = objects.at(-1);
  if (subject === undefined) throw new Error(`${file}: a case needs a head and at least one object`);
  return { file, head: head.parse(first), objects, subject };
}

/** The decision side over the cluster of the case, in which a review finds the object under review only if it is an UPDATE. */
export async function admissionOf({
  head: { mode, policy, configuration, operation, before, aws },
  objects,
  subject,
}: Case): Promise<Admission> {
  const namespaces = [...new Set(objects.map(namespaceOf).filter((name) => name !== ""))].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "outlive.dev/mode": mode, ...(policy === undefined ? {} : { "outlive.dev/policy": policy }) } },
  }));
  const stored = operation === "CREATE" ? [] : [{ ...subject, ...before }];
  const text = [...namespaces, ...objects.slice(0, -1), ...stored].map((object) => stringify(object)).join("---\n");
  const { view, problems } = await readManifests(watchedKinds, ["-"], streamOf(text));
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("; "));
  const settings = readSettings(configuration, builtInPolicies);
  if (!settings.ok) throw new Error(settings.problems.map(({ message }) => message).join("; "));
  const facts = aws === undefined ? undefined : factsOf(aws, settings.configuration.aws.prefer);
  return createAdmission({
    view,
    synced: () => true,
    configuration: () => settings.configuration,
    ...(facts === undefined ? {} : { awsFacts: () => facts }),
  });
}

async function* streamOf(text: string): AsyncGenerator<string> {
  yield text;
}

const namespaceOf = (object: Raw): string => String((object["metadata"] as Raw | undefined)?.["namespace"] ?? "");

const plurals: Readonly<Record<string, string>> = {
  Ingress: "ingresses",
  IngressClass: "ingressclasses",
  IngressClassParams: "ingressclassparams",
  GatewayClass: "gatewayclasses",
};

/** What the API server would POST. */
export function reviewOf({ head: { operation, before }, subject }: Case): Raw {
  const oldObject = operation === "UPDATE" ? withGracePeriod({ ...subject, ...before }) : null;
  return reviewDocument(withGracePeriod(subject), operation, oldObject);
}

export function reviewDocument(object: Raw, operation: string, oldObject: Raw | null): Raw {
  const apiVersion = String(object["apiVersion"]);
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const kind = String(object["kind"]);
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "705ab4f5-6393-11e8-b7cc-42010a800002",
      kind: { group, version, kind },
      resource: { group, version, resource: plurals[kind] ?? `${kind.toLowerCase()}s` },
      operation,
      namespace: namespaceOf(object),
      name: (object["metadata"] as Raw)["name"],
      object,
      oldObject,
    },
  };
}

export const endpoints: readonly Endpoint[] = ["mutate", "validate"];

interface Response {
  readonly allowed: boolean;
  readonly status?: { readonly message: string };
  readonly warnings?: readonly string[];
  readonly patch?: string;
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** A response as a person reads it: the patch decoded, what is empty left out. */
export function readable(body: unknown): Raw {
  const { allowed, status, warnings, patch, auditAnnotations } = (body as { response: Response }).response;
  return {
    allowed,
    ...(status === undefined ? {} : { message: status.message }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(patch === undefined ? {} : { patch: JSON.parse(Buffer.from(patch, "base64").toString()) as unknown }),
    ...(auditAnnotations === undefined ? {} : { auditAnnotations }),
  };
}
