import type { Sleeper } from "#clock/clock.ts";
import type { EventRecorder } from "#probe/recording/event-recorder.ts";
import { Interruption } from "#probe/recording/interruption.ts";
import type { SeenTarget, TargetChanges } from "#probe/recording/target-changes.ts";

/** DescribeTargetHealth has no watch; a state that lasts less than this may be missed. */
const everyMs = 2000;

/** Records the health of a target group by looking at it again and again. */
export class HealthRecorder implements EventRecorder {
  readonly problems: readonly string[] = [];
  readonly #look: () => Promise<readonly SeenTarget[]>;
  readonly #changes: TargetChanges;
  readonly #clock: Sleeper;
  readonly #stopping = new AbortController();
  readonly #interruption = new Interruption();
  #running: Promise<void> | undefined;

  constructor(look: () => Promise<readonly SeenTarget[]>, changes: TargetChanges, clock: Sleeper) {
    this.#look = look;
    this.#changes = changes;
    this.#clock = clock;
  }

  get interruptions(): EventRecorder["interruptions"] {
    return this.#interruption;
  }

  /** @throws what the first look throws */
  async start(): Promise<void> {
    this.#changes.take(await this.#look(), this.#clock.nowMs());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#interruption.end(this.#clock.nowMs());
  }

  async #run(): Promise<void> {
    let heardMs = this.#clock.nowMs();
    for (;;) {
      await this.#clock.sleep(everyMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      try {
        const targets = await this.#look();
        heardMs = this.#clock.nowMs();
        this.#interruption.heard(heardMs);
        this.#changes.take(targets, heardMs);
      } catch {
        this.#interruption.begin(this.#clock.nowMs(), heardMs);
      }
    }
  }
}
