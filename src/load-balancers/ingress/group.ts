/** IngressGroups: which Ingresses share one application load balancer, and in which order they are read. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { parseInt32 } from "#load-balancers/attributes/go-values.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress, IngressClassParams } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type AlbController, defaultClasses, type Ownership, ownershipOf, paramsOfClass } from "./ownership.ts";

export interface IngressGroup {
  readonly by: AlbController;
  /** An implicit group is one Ingress alone. */
  readonly explicit: boolean;
  /** The name, or `namespace/name` of the Ingress; part of the hash in names of target groups. */
  readonly id: string;
}

export interface GroupMember {
  readonly ingress: Ingress;
  readonly params: IngressClassParams | undefined;
  readonly order: number;
  readonly problems: readonly Problem[];
}

export type GroupReading =
  | { readonly ok: true; readonly group: IngressGroup; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem };

const groupName = "group.name";
const groupOrder = "group.order";
const validName = /^([a-z0-9][-a-z0-9.]*)?[a-z0-9]$/;
const longestName = 63;

export function groupOf(ingress: Ingress, owned: Extract<Ownership, { managed: "yes" }>): GroupReading {
  const { by, params } = owned;
  const annotation = findAnnotation(ingress.meta.annotations, [albPrefix], groupName);
  const unsupported =
    annotation !== undefined && by === "auto-mode"
      ? [problem("annotation-unsupported-by-auto-mode", refOf(ingress.meta), annotation.key, { annotation: annotation.key })]
      : [];
  const written =
    params?.groupName === undefined
      ? by === "auto-mode"
        ? undefined
        : annotation && { name: annotation.value, field: annotation.key }
      : { name: params.groupName, field: `IngressClassParams ${params.meta.name} spec.group.name` };
  if (written === undefined) {
    return {
      ok: true,
      group: { by, explicit: false, id: `${ingress.meta.namespace}/${ingress.meta.name}` },
      problems: unsupported,
    };
  }
  const reason = flawOfName(written.name);
  if (reason !== undefined) {
    return {
      ok: false,
      problem: problem("group-name-invalid", refOf(ingress.meta), written.field, { name: written.name, reason }),
    };
  }
  return { ok: true, group: { by, explicit: true, id: written.name }, problems: unsupported };
}

/** Texts as the controller's events show them. */
export function flawOfName(name: string): string | undefined {
  if (!validName.test(name)) {
    return "groupName must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  }
  return name.length > longestName ? `groupName must be no more than ${longestName} characters` : undefined;
}

/** Members in the order in which the controller reads them. Asks by annotation and by class, never by walking all Ingresses. */
export function membersOf(group: IngressGroup, view: ClusterView, flags: ControllerFlags): readonly GroupMember[] {
  return candidates(group, view)
    .flatMap((ingress) => memberOf(ingress, group, view, flags) ?? [])
    .sort((a, b) => a.order - b.order || (pathOf(a) < pathOf(b) ? -1 : 1));
}

function candidates(group: IngressGroup, view: ClusterView): readonly Ingress[] {
  if (!group.explicit) {
    const [namespace = "", name = ""] = group.id.split("/");
    const alone = view.get("Ingress", namespace, name);
    return alone === undefined ? [] : [alone];
  }
  const classes = view.list("IngressClass").filter((ingressClass) => paramsOfClass(ingressClass, view)?.groupName === group.id);
  const classNames = classes.flatMap(({ meta, isDefault }) => (isDefault ? [meta.name, ""] : [meta.name]));
  return [
    ...new Set([
      ...view.indexed("Ingress", "group", group.id),
      ...classNames.flatMap((name) => view.indexed("Ingress", "class", name)),
    ]),
  ];
}

function memberOf(ingress: Ingress, group: IngressGroup, view: ClusterView, flags: ControllerFlags): GroupMember | undefined {
  const owned = ownershipOf(ingress, view, flags);
  if (owned.managed !== "yes") return undefined;
  const reading = groupOf(ingress, owned);
  if (
    !reading.ok ||
    reading.group.by !== group.by ||
    reading.group.id !== group.id ||
    reading.group.explicit !== group.explicit
  ) {
    return undefined;
  }
  const order = orderOf(ingress);
  const problems = [...owned.problems, ...reading.problems, ...("problem" in order ? [order.problem] : [])];
  return { ingress, params: owned.params, order: "problem" in order ? 0 : order.value, problems };
}

function orderOf(ingress: Ingress): { readonly value: number } | { readonly problem: Problem } {
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], groupOrder);
  if (found === undefined) return { value: 0 };
  const value = parseInt32(found.value);
  return value !== undefined && value >= -1000 && value <= 1000
    ? { value }
    : { problem: problem("group-order-invalid", refOf(ingress.meta), found.key, { value: found.value }) };
}

const pathOf = ({ ingress: { meta } }: GroupMember): string => `${meta.namespace}/${meta.name}`;

/**
 * With several default classes the controller cannot classify an Ingress that says no class, and then loads no group at all,
 * whichever Ingress it started from (v3.5.0).
 */
export function findBlockingIngress(view: ClusterView): Ingress | undefined {
  if (defaultClasses(view).length < 2) return undefined;
  return view.indexed("Ingress", "class", "").find(({ meta }) => !meta.deleting);
}
