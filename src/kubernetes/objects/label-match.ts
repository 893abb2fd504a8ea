import type { LabelRequirement, LabelSelector } from "#model/kubernetes/label-selector.ts";
import { perObject } from "#model/per-object.ts";

type Labels = Readonly<Record<string, string>>;

/** `metav1.LabelSelectorAsSelector` applied to labels. */
export const selects = (selector: LabelSelector, labels: Labels): boolean =>
  hasLabels(selector.matchLabels, labels) && selector.matchExpressions.every((requirement) => meets(requirement, labels));

/** The selector of a Service. An empty one selects nothing, as the AWS Load Balancer Controller reads it. */
export const serviceSelects = (selector: Labels, labels: Labels): boolean =>
  labelNames(selector).length > 0 && hasLabels(selector, labels);

/** Whether every one of the wanted labels is there; none wanted, none missing. */
export const hasLabels = (wanted: Labels, labels: Labels): boolean =>
  labelNames(wanted).every((name) => Object.hasOwn(labels, name) && labels[name] === wanted[name]);

/** Listed once: one selector is held against thousands of labels, and nearly all of them differ in the first. */
export const labelNames: (labels: Labels) => readonly string[] = perObject((labels) => Object.keys(labels));

function meets(requirement: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
