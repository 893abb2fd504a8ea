import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { Backoff } from "./backoff.ts";
import type { ReflectorTools } from "./reflector.ts";

/** A control plane is upgraded while we run, a minor version at a time and over minutes; nothing tells us of it. */
const AGAIN_MS = 3_600_000;

export interface ServerVersion {
  /** True from the first answer on, whatever it was. */
  readonly attempted: () => boolean;
  /** The last `gitVersion` of the API server, which everyone may read; undefined until the first response. */
  readonly known: () => string | undefined;
  /** Resolves when no request is under way anymore. */
  readonly stop: () => Promise<void>;
}

/** Asks at once, after a failure until there is an answer, and then every hour. */
export function followServerVersion({
  client,
  clock,
  random,
}: Pick<ReflectorTools, "client" | "clock" | "random">): ServerVersion {
  const stopping = new AbortController();
  const { signal } = stopping;
  const backoff = new Backoff(random);
  let attempted = false;
  let known: string | undefined;
  const ask = async (): Promise<number> => {
    try {
      const response = await client.request("/version", { signal });
      known = asText(at(await response.json(), "gitVersion")) ?? known;
      backoff.reset();
      return AGAIN_MS;
    } catch {
      return backoff.next();
    } finally {
      attempted = true;
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) await clock.sleep(await ask(), signal);
  };
  const running = run();
  return {
    attempted: () => attempted,
    known: () => known,
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
