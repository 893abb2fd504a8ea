/** The cluster of a case with everything in it stored, as a continuous audit finds it, and reviews of the same objects. */
import { stringify } from "yaml";
import { type Admission, createAdmission } from "#admission/admit.ts";
import type { Endpoint } from "#admission/ports.ts";
import { type DecisionContext, decisionContext } from "#assessment/context.ts";
import { explain } from "#explain/explain.ts";
import { readPod, readWorkload } from "#kubernetes/objects/read-workload.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { Mode } from "#model/settings/mode.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { withGracePeriod } from "./api-defaults.ts";
import { applied } from "./apply-patch.ts";
import { type Case, readable, reviewDocument } from "./case.ts";
import type { Patch } from "./front.ts";

type Raw = Readonly<Record<string, unknown>>;

export interface CaseWorld {
  readonly file: string;
  readonly context: DecisionContext;
  readonly admission: Admission;
  readonly workloads: readonly { readonly title: string; readonly raw: Raw; readonly workload: Workload }[];
}

const audited = new Set(["Deployment", "StatefulSet", "DaemonSet", "Rollout"]);

/** With `inMode`, every namespace is in that one. */
export async function worldOf({ head, objects }: Case, file: string, inMode?: Mode): Promise<CaseWorld> {
  const { policy, configuration } = head;
  const mode = inMode ?? head.mode;
  const stored = objects.map(withGracePeriod);
  const named = [...new Set(objects.map((object) => String(metadataOf(object)["namespace"] ?? "")))].filter(
    (name) => name !== "",
  );
  const labels = { "outlive.dev/mode": mode, ...(policy === undefined ? {} : { "outlive.dev/policy": policy }) };
  const namespaces = named.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }));
  const text = [...namespaces, ...stored].map((object) => stringify(object)).join("---\n");
  const { view } = await readManifests(watchedKinds, ["-"], streamOf(text));
  const read = readSettings(configuration, builtInPolicies);
  if (!read.ok) throw new Error(`${file}: the configuration is wrong`);
  const workloads = stored
    .filter(({ kind }) => audited.has(String(kind)))
    .flatMap((raw) => {
      const workload = readWorkload(raw);
      return workload === undefined ? [] : [{ title: `${workload.ref.kind} ${workload.ref.name}`, raw, workload }];
    });
  return {
    file,
    context: decisionContext({ view, ...read.configuration }),
    admission: createAdmission({ view, synced: () => true, configuration: () => read.configuration }),
    workloads,
  };
}

async function* streamOf(text: string): AsyncGenerator<string> {
  yield text;
}

const metadataOf = (object: unknown): Raw => ((object as Raw)["metadata"] ?? {}) as Raw;

/** What is recorded of the creation of an object. */
export const recordOf = ({ admission }: CaseWorld, object: Raw, endpoint: Endpoint): DecisionRecord =>
  admission.handle(endpoint, reviewOfCreation(object)).record;

const reviewOfCreation = (object: Raw): object => reviewDocument(structuredClone(object), "CREATE", null);

export interface SizedPod {
  readonly record: DecisionRecord;
  readonly sleep: number | undefined;
  readonly grace: number;
}

/** A Pod as the controllers make it from a template, and what it looks like after its review. */
export function sizedPod(world: CaseWorld, workload: Raw): SizedPod {
  const pod = podOf(workload);
  const { record, text } = world.admission.handle("mutate", reviewOfCreation(pod));
  const patch = (readable(JSON.parse(text))["patch"] ?? []) as Patch;
  const read = readPod(applied(pod, patch));
  if (read === undefined) throw new Error("the Pod cannot be read");
  const { preStop, gracePeriod } = explain(read, world.context).current;
  return { record, sleep: preStop, grace: gracePeriod };
}

/** A Deployment and a Rollout make Pods through a ReplicaSet, which its hash tells from those of other revisions. */
export function podOf(workload: Raw): Raw {
  const { name, namespace } = metadataOf(workload);
  const template = (workload["spec"] as Raw)["template"] as Raw;
  const kind = String(workload["kind"]);
  const through = kind === "Deployment" ? "pod-template-hash" : kind === "Rollout" ? "rollouts-pod-template-hash" : undefined;
  const hash = "6d4cf56db6";
  const owner =
    through === undefined
      ? { apiVersion: workload["apiVersion"], kind, name }
      : { apiVersion: "apps/v1", kind: "ReplicaSet", name: `${name}-${hash}` };
  return withGracePeriod({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadataOf(template),
      name: `${name}-${hash}-x2x4k`,
      namespace,
      labels: { ...((metadataOf(template)["labels"] ?? {}) as Raw), ...(through === undefined ? {} : { [through]: hash }) },
      ownerReferences: [{ ...owner, uid: "u", controller: true }],
    },
    spec: template["spec"],
  });
}
