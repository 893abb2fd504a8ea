import type { Clock } from "#clock/clock.ts";
import type { LoadPlan } from "#probe/load/load-plan.ts";
import { Pacing } from "#probe/load/pacing.ts";
import { turnOf } from "#probe/load/turn.ts";
import type { Outcome } from "#probe/results/outcome.ts";
import type { Addresses } from "./addresses.ts";
import type { Sender } from "./http-sender.ts";

export interface LoadTools {
  readonly sender: Sender;
  readonly addresses: Addresses;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly state: LoadState;
  /** Stops sending; what is under way goes on. */
  readonly stop: AbortSignal;
  /** Ends what is under way too. */
  readonly abort: AbortSignal;
}

/** Shared with whoever shows it. */
export interface LoadState {
  started: number;
  inFlight: number;
  /** Not sent, because too many requests were under way. */
  overLimit: number;
  /** Not sent, because this machine was held up. */
  late: number;
  /** Under way when everything was ended. */
  unfinished: number;
}

export const newLoadState = (): LoadState => ({ started: 0, inFlight: 0, overLimit: 0, late: 0, unfinished: 0 });

const resolveEveryMs = 30_000;

/** Sends the load of a plan. Resolves when its time is over, or it was stopped, and nothing is under way. */
export async function runLoad(plan: LoadPlan, tools: LoadTools): Promise<void> {
  const { clock, state, stop, abort, sender } = tools;
  const pacing = new Pacing(plan.rate);
  const startedMs = clock.monotonicMs();
  const pending = new Set<Promise<void>>();
  const refreshing = new AbortController();
  const refreshes = refreshLoop(tools, refreshing.signal);
  const onAbort = (): void => sender.close();
  abort.addEventListener("abort", onAbort);
  while (!stop.aborted) {
    const elapsedMs = clock.monotonicMs() - startedMs;
    if (elapsedMs >= plan.durationMs) break;
    const { start, missed } = pacing.due(elapsedMs);
    state.late += missed;
    for (let each = 0; each < start; each += 1) begin(plan, tools, pending);
    const untilMs = Math.min(pacing.nextMs, plan.durationMs) - (clock.monotonicMs() - startedMs);
    await clock.sleep(Math.max(untilMs, 1), stop);
  }
  refreshing.abort();
  await Promise.all([...pending, refreshes]);
  abort.removeEventListener("abort", onAbort);
  sender.close();
}

function begin({ mostInFlight }: LoadPlan, tools: LoadTools, pending: Set<Promise<void>>): void {
  const { state, addresses, sender, onOutcome } = tools;
  if (state.inFlight >= mostInFlight) {
    state.overLimit += 1;
    return;
  }
  const turn = turnOf(state.started, addresses.current);
  state.started += 1;
  state.inFlight += 1;
  const sent = sender.send(turn).then((outcome) => {
    state.inFlight -= 1;
    if (outcome === undefined) state.unfinished += 1;
    else onOutcome(outcome);
  });
  const settled = sent.finally(() => pending.delete(settled));
  pending.add(settled);
}

async function refreshLoop({ addresses, clock }: LoadTools, signal: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(resolveEveryMs, signal);
    if (signal.aborted) return;
    await addresses.refresh();
  }
}
