/**
 * The kinds that facts are read from, and how each is looked up by content.
 * An index function gives the keys under which one object is filed.
 */
import type { Ingress, IngressClass, Namespace, Service, TargetGroupBinding } from "#model/routing.ts";
import type { RunningPod } from "#model/running-pod.ts";
import type { Workload } from "#model/workload.ts";

export interface ObjectsByKind {
  readonly Namespace: Namespace;
  readonly Service: Service;
  readonly Ingress: Ingress;
  readonly IngressClass: IngressClass;
  readonly TargetGroupBinding: TargetGroupBinding;
  readonly Deployment: Workload;
  readonly Pod: RunningPod;
}

export type Kind = keyof ObjectsByKind;

type Indexing<K extends Kind> = Readonly<Record<string, (object: ObjectsByKind[K]) => readonly string[]>>;

/** The key under which a selector is filed, and one of those under which whatever it may select is. */
const labelKey = (namespace: string, label: string, value: string): string => `${namespace}/${label}=${value}`;

/** Labels that most objects of a namespace share; a selector is filed under one of them only if it has no other. */
const unselective = new Set(["app.kubernetes.io/managed-by", "app.kubernetes.io/part-of", "helm.sh/chart"]);

/** One key is enough to find a selector again, because whatever it selects carries all of its labels. */
export function selectorKey(namespace: string, selector: Readonly<Record<string, string>>): string | undefined {
  const labels = Object.keys(selector).sort();
  const label = labels.find((name) => !unselective.has(name)) ?? labels[0];
  return label === undefined ? undefined : labelKey(namespace, label, selector[label] ?? "");
}

export const labelKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value));

export const nameKey = (namespace: string, name: string): string => `${namespace}/${name}`;

const workloads = {
  label: (workload: Workload): readonly string[] => labelKeys(workload.ref.namespace ?? "", workload.podLabels),
} satisfies Indexing<"Deployment">;

export const indexes = {
  Namespace: {},
  Service: {
    selector: (service: Service): readonly string[] => {
      const key = selectorKey(service.meta.namespace, service.selector);
      return key === undefined ? [] : [key];
    },
  },
  Ingress: {},
  IngressClass: {},
  TargetGroupBinding: {
    service: (binding: TargetGroupBinding): readonly string[] => [nameKey(binding.meta.namespace, binding.service.name)],
  },
  Deployment: workloads,
  Pod: {
    label: (pod: RunningPod): readonly string[] => labelKeys(pod.meta.namespace, pod.meta.labels),
  },
} as const satisfies { readonly [K in Kind]: Indexing<K> };

export type IndexName<K extends Kind> = Extract<keyof (typeof indexes)[K], string>;
