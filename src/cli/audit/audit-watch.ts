import { baselineOf } from "#cli/check/baseline-file.ts";
import type { ChosenConfiguration } from "#cli/cluster/file-configuration.ts";
import { serverVersion } from "#cli/cluster/server-version.ts";
import type { CommandIo } from "#cli/io.ts";
import type { Sleeper } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { AuditOptions } from "./audit-options.ts";
import { auditRun } from "./audit-run.ts";
import { sourceOf } from "./audit-source.ts";
import { renderedAudit } from "./rendered-audit.ts";

export interface WatchTools {
  readonly client: ApiClient;
  readonly configuration: ChosenConfiguration;
  readonly io: CommandIo;
  readonly clock: Sleeper;
  /** Ends the watch; without one, Ctrl-C ends the process. */
  readonly signal?: AbortSignal;
}

const pauseMs = 2_000;
/** Clears the screen and what scrolled off it. */
const clear = "\u001b[H\u001b[2J\u001b[3J";

/** The report again whenever it changes, from watches: the cluster is listed once. Jobs and Pods without a controller are left out. */
export async function watchAudit(options: AuditOptions, { client, configuration, io, clock, signal }: WatchTools): Promise<void> {
  const baseline = baselineOf(options);
  const kubernetes = await serverVersion(client);
  const live = new LiveView({ kinds: watchedKinds, client, clock, random: Math.random });
  const { settings, flags } = configuration;
  const source = sourceOf(client, configuration, kubernetes, []);
  let shown = "";
  live.start();
  try {
    while (signal?.aborted !== true) {
      if (settled(live)) {
        const { overview } = auditRun(options, {
          subjects: { view: live.view, pods: [] },
          context: { view: live.view, settings, flags, serverVersion: kubernetes },
          source: { ...source, unreadable: forbiddenIn(live) },
          baseline,
          onProgress: () => {},
        });
        const text = [...renderedAudit(overview, options, io)].join("");
        if (text !== shown) io.stdout.write(`${io.stdout.isTTY === true ? clear : "\n"}${text}`);
        shown = text;
      }
      await clock.sleep(pauseMs, signal);
    }
  } finally {
    await live.stop();
  }
}

/** What this user may not watch stays empty, and is reported. */
const settled = (live: LiveView): boolean => live.status().every(({ synced, forbidden }) => synced || forbidden);

const forbiddenIn = (live: LiveView): readonly string[] =>
  live.status().flatMap(({ kind, forbidden }) => (forbidden ? [`This user may not list and watch ${kind} objects.`] : []));
