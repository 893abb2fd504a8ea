/** The keys under which objects are filed in more than one index. */

/** The key under which a selector is filed, and one of those under which whatever it may select is. */
const labelKey = (namespace: string, label: string, value: string): string => `${namespace}/${label}=${value}`;

/** Labels that most objects of a namespace share; a selector is filed under one of them only if it has no other. */
const unselective = new Set([
  "app.kubernetes.io/component",
  "app.kubernetes.io/managed-by",
  "app.kubernetes.io/part-of",
  "component",
  "helm.sh/chart",
  "tier",
]);

/**
 * Keys under which a selector is filed. One is enough to find it again, because whatever it selects carries all of its labels; a second
 * one also finds a selector of which one label is missing.
 */
export function selectorKeys(namespace: string, selector: Readonly<Record<string, string>>): readonly string[] {
  const labels = Object.keys(selector).sort();
  const selective = labels.filter((name) => !unselective.has(name)).slice(0, 2);
  const chosen = selective.length > 0 ? selective : labels.slice(0, 1);
  return chosen.map((label) => labelKey(namespace, label, selector[label] ?? ""));
}

export const labelKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value));

export const nameKey = (namespace: string, name: string): string => `${namespace}/${name}`;

/** By the names of labels alone, whatever their values. */
export const labelNameKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(labels).map((label) => nameKey(namespace, label));
