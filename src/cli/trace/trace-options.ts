import { type Shown, shownChoices } from "#trace/logs/shown-texts.ts";
import type { queryDialects } from "#trace/query-results/athena-sql.ts";

export const traceFormats = ["text", "json", "svg", "html"] as const;
export const showChoices = [...shownChoices, "all"] as const;
export const failOnChoices = ["sure", "likely", "never"] as const;

export interface TraceOptions {
  /** Files and folders of events. */
  readonly events?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly shiftEvents?: string;
  /** Manifests of the workloads behind the load balancer. */
  readonly filename?: readonly string[];
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly clusterName?: string;
  readonly config?: string;
  readonly deregistrationDelay?: string;
  readonly idleTimeout?: string;
  readonly keepAlive?: string;
  readonly output: (typeof traceFormats)[number];
  readonly show?: (typeof showChoices)[number];
  readonly writeParameters?: string;
  readonly failOn: (typeof failOnChoices)[number];
  readonly printSql?: (typeof queryDialects)[number];
  readonly quiet?: boolean;
}

/** Nothing unless it is asked for. */
export function shownOf(show: TraceOptions["show"]): ReadonlySet<Shown> {
  if (show === undefined) return new Set();
  return new Set(show === "all" ? shownChoices : [show]);
}
