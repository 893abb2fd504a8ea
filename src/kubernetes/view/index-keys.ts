/** The keys under which objects are filed in more than one index. */

/**
 * The key under which a selector is filed, and one of those under which whatever it may select is. Joined, because V8 keeps a template
 * as a tree of its parts, which takes more than the key.
 */
const labelKey = (namespace: string, label: string, value: string): string => [namespace, "/", label, "=", value].join("");

/** Argo Rollouts puts it on the Pods of each revision, and writes the one in use into the selectors of its Services. */
export const revisionLabel = "rollouts-pod-template-hash";

/** Labels that most objects of a namespace share; a selector is filed under one of them only if it has no other. */
const unselective = new Set([
  "app.kubernetes.io/component",
  "app.kubernetes.io/managed-by",
  "app.kubernetes.io/part-of",
  "component",
  "helm.sh/chart",
  "tier",
  revisionLabel,
]);

/**
 * Keys under which a selector is filed. One is enough to find it again, because whatever it selects carries all of its labels; a second
 * one also finds a selector of which one label is missing. What Argo Rollouts changes with each revision is no key while there is another.
 */
export function selectorKeys(namespace: string, selector: Readonly<Record<string, string>>): readonly string[] {
  const labels = Object.keys(selector).sort();
  const selective = labels.filter((name) => !unselective.has(name)).slice(0, 2);
  const keyOf = (label: string): string => labelKey(namespace, label, selector[label] ?? "");
  if (selective.length > 0) return selective.map(keyOf);
  const only = labels.find((name) => name !== revisionLabel) ?? labels[0];
  return only === undefined ? [] : [keyOf(only)];
}

/** Nobody labels an object with more on purpose; the index must not become many times as large as the objects in it. */
const mostLabels = 256;

/** Where whatever has too many labels is filed, to be compared one by one. */
const manyLabels = (namespace: string): string => `${namespace}/`;

/** The keys under which something with these labels is filed. */
export const filedUnder = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] => {
  const keys = labelKeys(namespace, labels);
  return keys.length > mostLabels ? [manyLabels(namespace)] : keys;
};

/** The keys under which everything is found that a selector may select. */
export function selectedUnder(namespace: string, selector: Readonly<Record<string, string>>): readonly string[] {
  const [key] = selectorKeys(namespace, selector);
  return key === undefined ? [] : [key, manyLabels(namespace)];
}

export const labelKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value));

export const nameKey = (namespace: string, name: string): string => [namespace, "/", name].join("");

/** By the names of labels alone, whatever their values. */
export const labelNameKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(labels)
    .slice(0, mostLabels)
    .map((label) => nameKey(namespace, label));
