import type { keys } from "./keys.ts";

/** What a key of ours can stand on; `other`: an object that is read, but none of whose labels and annotations are ours. */
export type KeyHolder = "namespace" | "workload" | "pod" | "binding" | "service" | "route" | "other";

export type KeyForm = "label" | "annotation";

export interface KeyPlaces extends Readonly<Record<KeyForm, readonly KeyHolder[]>> {
  /** The same for people. */
  readonly where: string;
}

const podSetting: KeyPlaces = {
  label: [],
  annotation: ["workload", "pod"],
  where: "annotation of a workload, its Pod template, or a Pod",
};

/** Ours to write; nobody is offered these for a key that they misspelt. */
const written: KeyPlaces = { label: [], annotation: ["pod"], where: "annotation of a Pod or a Pod template" };

/** Where each key is read. Anywhere else it does nothing. */
export const keyPlaces: Readonly<Record<keyof typeof keys, KeyPlaces>> = {
  mode: { label: ["namespace"], annotation: [], where: "label of a Namespace" },
  policy: { ...podSetting, label: ["namespace"], where: `label of a Namespace, or ${podSetting.where}` },
  preStop: podSetting,
  gracePeriod: podSetting,
  shutdown: podSetting,
  requestTimeout: podSetting,
  keepAlive: podSetting,
  containers: podSetting,
  skip: podSetting,
  ignore: {
    label: [],
    annotation: ["namespace", "workload", "binding", "service", "route"],
    where: "annotation of a workload, a route, a Service or a Namespace",
  },
  deregistrationDelay: {
    label: [],
    annotation: ["binding", "service"],
    where: "annotation of a TargetGroupBinding or Service",
  },
  nextDeregistrationDelay: {
    label: [],
    annotation: ["binding", "service", "route"],
    where: "annotation of an Ingress, a Service or another route",
  },
  injected: written,
  why: written,
  restartedFor: { label: [], annotation: ["workload"], where: "annotation of a workload" },
  floor: written,
};
