import type { Finding } from "#model/findings/finding.ts";

/** A hook whose length is not known cannot last longer than the grace period. */
export const isBound = ({ details }: Finding): boolean => details["hook"] === "unknown";

/** What makes the Pod serve long enough. */
export function serveLonger(finding: Finding): string {
  const seconds = finding.required ?? 0;
  if (isBound(finding)) return `set terminationGracePeriodSeconds to ${seconds} or more`;
  return finding.actual === undefined
    ? `add a ${seconds} s preStop sleep to every container`
    : `raise the preStop sleep of every container to ${seconds} s`;
}
