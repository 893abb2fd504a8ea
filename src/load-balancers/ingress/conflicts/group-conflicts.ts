import type { GroupMember } from "#load-balancers/ingress/group.ts";
import type { Listener } from "#load-balancers/ingress/listeners.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { flawOfSetting } from "./setting-flaw.ts";
import { listenerAttributes, type SharedSetting, sharedSettings } from "./shared-settings.ts";
import { annotationOf, type StatedValue, statedNames, statedValues } from "./stated-values.ts";

interface Wish extends StatedValue {
  readonly member: GroupMember;
}

/** Of everything that members share but listen ports, redirects and load balancer attributes, which have files of their own. */
export function groupConflicts(members: readonly GroupMember[], listeners: readonly Listener[]): readonly Problem[] {
  // A member states a few of forty settings, and nearly every group has one member.
  const names = statedNames(members);
  const isStated = ({ annotations }: SharedSetting): boolean => annotations.some((name) => names.has(name));
  const frontendNlb =
    isStated(enableFrontendNlb) &&
    members.some((member) => statedValues(member, enableFrontendNlb).some(({ value }) => value === "true"));
  const read = sharedSettings.filter((setting) => (frontendNlb || setting.frontendNlb !== true) && isStated(setting));
  return [
    ...read.flatMap((setting) => problemsOf(setting, members, listeners)),
    ...listeners.flatMap(({ port, protocol, members: listening }) => {
      const setting: SharedSetting = { annotations: [`${listenerAttributes}.${protocol}-${port}`], comparison: "map" };
      return isStated(setting) ? problemsOf(setting, listening, []) : [];
    }),
  ];
}

const enableFrontendNlb: SharedSetting = { annotations: ["enable-frontend-nlb"], comparison: "boolean" };

function problemsOf(setting: SharedSetting, members: readonly GroupMember[], listeners: readonly Listener[]): readonly Problem[] {
  const wishes = new Map(members.map((member) => [member, statedValues(member, setting).map((each) => ({ ...each, member }))]));
  const wishesOf = (some: readonly GroupMember[]): readonly Wish[] => some.flatMap((member) => wishes.get(member) ?? []);
  const together =
    setting.listener === undefined ? [wishesOf(members)] : listenersFor(setting, listeners).map((each) => wishesOf(each.members));
  const differing = together.map(conflictIn).find((conflict) => conflict.length > 0) ?? [];
  return [...members.flatMap((member) => invalid(setting, member)), ...conflictProblems(setting, differing)];
}

const listenersFor = ({ listener }: SharedSetting, listeners: readonly Listener[]): readonly Listener[] =>
  listeners.filter(({ protocol }) => listener === "any" || listener === protocol);

/** All wishes about the first part that two of them differ in. */
function conflictIn(wishes: readonly Wish[]): readonly Wish[] {
  const first = new Map<string, string>();
  for (const { part, value } of wishes) {
    const before = first.get(part);
    if (before === undefined) first.set(part, value);
    else if (before !== value) return wishes.filter((wish) => wish.part === part);
  }
  return [];
}

function conflictProblems({ annotations: [name] }: SharedSetting, wishes: readonly Wish[]): readonly Problem[] {
  const [first] = wishes;
  if (first === undefined) return [];
  const details = {
    setting: first.part === "" ? name : `${name} ${first.part}`,
    values: [...new Set(wishes.map(({ value }) => value))].join(" | "),
    members: wishes.map(({ member }) => printRef(refOf(member.ingress.meta))).join(", "),
  };
  return wishes.map(({ member, field }) => problem("group-setting-conflict", refOf(member.ingress.meta), field, details));
}

function invalid(setting: SharedSetting, { ingress }: GroupMember): readonly Problem[] {
  const found = annotationOf(ingress, setting);
  const reason = found && flawOfSetting(found.value, setting);
  return found === undefined || reason === undefined
    ? []
    : [problem("group-setting-invalid", refOf(ingress.meta), found.key, { value: found.value, reason })];
}
