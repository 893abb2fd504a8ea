import type { CallRate } from "#model/load-balancers/installed-controller.ts";

/** What the controller allows itself for both calls together (pkg/aws/throttle/defaults.go, v3.5). */
export const defaultCallRate: CallRate = { perSecond: 4, burst: 20 };

/** The id of the service in the AWS SDK, as `--aws-api-throttle` names it. */
const service = "Elastic Load Balancing v2";

const operation = "DeregisterTargets";

/**
 * `--aws-api-throttle=Elastic Load Balancing v2:RegisterTargets|DeregisterTargets=4:20,…`. Any entry for the service takes the place of
 * all defaults for it, so that without one for DeregisterTargets nothing slows it down. Entries are regular expressions of Go; those
 * of names and prefixes are read, and for any other the default is assumed.
 */
export function callRate(throttle: string | undefined): CallRate | undefined {
  const entries = (throttle ?? "").split(",").flatMap(readEntry);
  if (entries.length === 0) return defaultCallRate;
  const matching = entries.filter(({ matches }) => matches !== false);
  if (matching.some(({ matches }) => matches === undefined)) return defaultCallRate;
  return matching.reduce<CallRate | undefined>(
    (slowest, { rate }) => (slowest === undefined || rate.perSecond < slowest.perSecond ? rate : slowest),
    undefined,
  );
}

interface Entry {
  /** Undefined where the expression is more than names and prefixes. */
  readonly matches: boolean | undefined;
  readonly rate: CallRate;
}

function readEntry(text: string): readonly Entry[] {
  const [id = "", expression = "", ...more] = text.slice(0, text.lastIndexOf("=")).split(":");
  const [, perSecond, burst] = /=(\d{1,6}(?:\.\d{1,6})?):(\d{1,6})$/.exec(text) ?? [];
  if (id !== service || more.length > 0 || perSecond === undefined || Number(perSecond) === 0) return [];
  return [{ matches: matchesOperation(expression), rate: { perSecond: Number(perSecond), burst: Number(burst) } }];
}

function matchesOperation(expression: string): boolean | undefined {
  const parts = expression.split("|").map((part) => /^\^?([A-Za-z]*)(\.\*)?\$?$/.exec(part));
  if (parts.some((part) => part === null)) return undefined;
  // Unanchored, as the controller matches: a name may stand anywhere in the operation's.
  return parts.some((part) => operation.includes(part?.[1] ?? ""));
}
