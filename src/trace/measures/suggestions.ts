import type { Propagation } from "./propagation.ts";

/** A value that follows from the measurement, ready to be pasted. */
export interface Suggestion {
  readonly what: "request-timeout" | "deregistration-delay" | "keep-alive" | "propagation" | "idle-timeout";
  readonly seconds: number;
  /** The object that it belongs on. */
  readonly on: "workload" | "route" | "configuration" | "application";
  /** An annotation, a target group attribute, or a parameter, complete with its value. */
  readonly text: string;
  readonly because: string;
}

export interface MeasuredGroup {
  readonly propagation: Propagation | undefined;
  /** Of whole requests, in seconds. */
  readonly p999: number | undefined;
  readonly requests: number;
  readonly idleSeconds: number;
  readonly keepAliveRaces: number;
}

const steps = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 600, 900, 1800, 3600] as const;

/** The next round value that is not below. */
export const roundedUp = (seconds: number): number => steps.find((step) => step >= seconds) ?? Math.ceil(seconds);

/** Fewer requests than this say nothing about one in a thousand. */
const enoughRequests = 1000;
const delayMargin = 5;

export function suggestionsFor(group: MeasuredGroup): readonly Suggestion[] {
  return [...requestSuggestions(group), ...keepAliveSuggestion(group)];
}

function requestSuggestions({ p999, requests, idleSeconds }: MeasuredGroup): readonly Suggestion[] {
  if (p999 === undefined || requests < enoughRequests) return [];
  const timeout = roundedUp(p999);
  const delay = timeout + delayMargin;
  const cut = p999 > idleSeconds ? `; the idle timeout of ${idleSeconds} s cuts them` : "";
  return [
    {
      what: "request-timeout",
      seconds: timeout,
      on: "workload",
      text: `outlive.dev/request-timeout: "${timeout}"`,
      because: `99.9 % of requests end within ${p999.toFixed(1)} s${cut}`,
    },
    {
      what: "deregistration-delay",
      seconds: delay,
      on: "route",
      text: `alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=${delay}`,
      because: `request timeout ${timeout} s + ${delayMargin} s`,
    },
  ];
}

function keepAliveSuggestion({ keepAliveRaces, idleSeconds }: MeasuredGroup): readonly Suggestion[] {
  if (keepAliveRaces === 0) return [];
  const seconds = idleSeconds + 5;
  return [
    {
      what: "keep-alive",
      seconds,
      on: "application",
      text: `keep idle connections for ${seconds} s, and say so: outlive.dev/keep-alive: "${seconds}"`,
      because: `idle timeout ${idleSeconds} s + 5 s; ${keepAliveRaces} keep-alive races`,
    },
  ];
}

/** Ends of targets from which a measured propagation may lower a policy's minimum. */
export const enoughEnds = 20;

/** The longest measured time + 1 s, rounded up; below the policy's own minimum only from enough ends. */
export function propagationSeconds({ longest, longestMost, targets }: Propagation, policyMinimum: number): number {
  const measured = Math.ceil(Math.max(longest, Math.min(longestMost, longest + 1)) + 1);
  return targets >= enoughEnds ? measured : Math.max(measured, policyMinimum);
}
