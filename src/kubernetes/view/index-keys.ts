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

/** One key is enough to find a selector again, because whatever it selects carries all of its labels. */
export function selectorKey(namespace: string, selector: Readonly<Record<string, string>>): string | undefined {
  const labels = Object.keys(selector).sort();
  const label = labels.find((name) => !unselective.has(name)) ?? labels[0];
  return label === undefined ? undefined : labelKey(namespace, label, selector[label] ?? "");
}

export const labelKeys = (namespace: string, labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).map(([label, value]) => labelKey(namespace, label, value));

export const nameKey = (namespace: string, name: string): string => `${namespace}/${name}`;
