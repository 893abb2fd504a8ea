/** Annotation keys are looked up under a prefix; the first prefix that has the key answers, an empty value is a value. */
export interface FoundAnnotation {
  readonly key: string;
  readonly value: string;
}

export type Annotations = Readonly<Record<string, string>>;

export const albPrefix = "alb.ingress.kubernetes.io";
export const servicePrefix = "service.beta.kubernetes.io";

export function findAnnotation(
  annotations: Annotations,
  prefixes: readonly string[],
  suffix: string,
): FoundAnnotation | undefined {
  for (const prefix of prefixes) {
    const key = `${prefix}/${suffix}`;
    if (Object.hasOwn(annotations, key)) return { key, value: annotations[key] ?? "" };
  }
  return undefined;
}
