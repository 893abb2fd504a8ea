import { type Admission, createAdmission } from "#admission/admit.ts";
import type { AdmissionOutcome } from "#admission/ports.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import type { Raw } from "./routing.ts";
import { viewOf } from "./view.ts";

/** An admission over objects as they stand, and the reviews that are sent to it. */
export function admissionOver(objects: readonly Raw[], settings: Raw = {}): Admission {
  const read = readSettings(settings, builtInPolicies);
  if (!read.ok) throw new Error("the settings are in order");
  return createAdmission({ view: viewOf(objects), synced: () => true, configuration: () => read.configuration });
}

export const reviewOfCreate = (object: Raw, plural: string): object => {
  const { apiVersion, kind, metadata } = object as {
    apiVersion: string;
    kind: string;
    metadata: { namespace?: string; name?: string };
  };
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "00000000-0000-0000-0000-000000000001",
      kind: { group, version, kind },
      resource: { group, version, resource: plural },
      operation: "CREATE",
      namespace: metadata.namespace ?? "",
      name: metadata.name ?? "",
      object: JSON.parse(JSON.stringify(object)) as unknown,
    },
  };
};

export const rawPod = (labels: Readonly<Record<string, string>> = { app: "web" }): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "shop", name: "web-1", labels },
  spec: { containers: [{ name: "app", image: "app:1" }] },
});

export const createPod = (admission: Admission, pod = rawPod()): AdmissionOutcome =>
  admission.handle("mutate", reviewOfCreate(pod, "pods"));
