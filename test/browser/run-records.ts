import type { LostRequest, RunRecord } from "../e2e/proof/run-record.ts";

export interface RunSize {
  /** Of targets, and as many of Pods. */
  readonly lanes: number;
  readonly lost: number;
  readonly seconds: number;
}

export const runSizes: readonly RunSize[] = [1, 10, 40].flatMap((lanes) =>
  [0, 2_000].flatMap((lost) => [10, 600].map((seconds) => ({ lanes, lost, seconds }))),
);

/** As `Date.now()` gives it. */
const fromMs = 1_700_000_000_123;

/** 60 characters, of which the last eleven tell a Pod apart from others. */
const podName = (at: number): string =>
  `checkout-service-of-the-northern-region-canary-5d9c7b6f4d-x${String(at).padStart(4, "0")}`;

/**
 * A roll-out: one target after the other is registered, becomes healthy, and drains; requests are lost while they drain, and one in
 * ten finds no target at all.
 */
export function runRecord({ lanes, lost, seconds }: RunSize): RunRecord {
  const lengthMs = seconds * 1000;
  const toMs = fromMs + lengthMs;
  const address = (at: number): string => `10.244.103.${100 + at}`;
  const begin = (at: number): number => fromMs + Math.round((at / lanes) * lengthMs * 0.5);
  const drains = (at: number): number => begin(at) + Math.round(lengthMs * 0.3);
  const ends = (at: number): number => begin(at) + Math.round(lengthMs * 0.5);
  const every = Array.from({ length: lanes }, (_, at) => at);
  const losses: readonly LostRequest[] = Array.from({ length: lost }, (_, number) => {
    const at = number % lanes;
    const share = Math.floor(number / lanes) / Math.ceil(lost / lanes);
    const atMs = Math.round(drains(at) + share * (ends(at) - drains(at)));
    return number % 10 === 9
      ? { atMs, status: 503, target: undefined }
      : { atMs, status: 502 + 2 * (at % 2), target: `${address(at)}:8080` };
  });
  return {
    fromMs,
    toMs,
    targets: every.map((at) => ({
      name: `${address(at)}:8080`,
      spans: [
        { state: "initial", fromMs: begin(at), toMs: begin(at) + 500 },
        { state: at % 3 === 2 ? "unhealthy" : "healthy", fromMs: begin(at) + 500, toMs: drains(at) },
        { state: "draining", fromMs: drains(at), toMs: ends(at) },
      ],
    })),
    pods: every.map((at) => ({
      name: `${podName(at)} ${address(at)}`,
      spans: [
        { state: "pending", fromMs: begin(at), toMs: begin(at) + 200 },
        { state: "starting", fromMs: begin(at) + 200, toMs: begin(at) + 700 },
        { state: "ready", fromMs: begin(at) + 700, toMs: drains(at) },
        { state: "terminating", fromMs: drains(at), toMs: ends(at) },
      ],
    })),
    requests: [
      ...Array.from({ length: seconds * 50 }, (_, at) => ({ atMs: fromMs + at * 20, latencyMs: 3, status: 200, error: "" })),
      ...losses.map(({ atMs, status }) => ({ atMs, latencyMs: 3, status, error: "" })),
    ],
    lost: losses,
  };
}
