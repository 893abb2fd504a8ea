import type { Timers } from "#clock/clock.ts";

/** Waits for the work, but no longer than `ms`; the work continues. */
export async function withTimeout(ms: number, work: Promise<unknown>, clock: Timers): Promise<void> {
  let cancel = (): void => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await Promise.race([work, over]);
  cancel();
}
