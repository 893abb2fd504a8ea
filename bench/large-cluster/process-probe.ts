/**
 * Loaded into the process that is measured (`node --import`): pauses of the garbage collector and lag of the event loop, since they were last
 * read. Reading them costs nothing until somebody does.
 */
import { constants, monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";

export interface Pauses {
  readonly longestGcMs: number;
  readonly gcMs: number;
  readonly majorGcs: number;
  readonly minorGcs: number;
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  /** Buffers, of connections above all. */
  readonly external: number;
}

const resolutionMs = 5;
const lag = monitorEventLoopDelay({ resolution: resolutionMs });
lag.enable();
let collections: PerformanceEntry[] = [];
const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
observer.observe({ entryTypes: ["gc"] });

function heap(): Pick<Pauses, "heapUsed" | "heapTotal" | "external"> {
  const { heapUsed, heapTotal, external } = process.memoryUsage();
  return { heapUsed, heapTotal, external };
}

const kindOf = (entry: PerformanceEntry): unknown => (entry as { detail?: { kind?: number } }).detail?.kind;

process.on("message", (message) => {
  if (message === "collect") (globalThis as { gc?: () => void }).gc?.();
  collections.push(...observer.takeRecords());
  const times = collections.map(({ duration }) => duration);
  process.send?.({
    longestGcMs: Math.max(0, ...times),
    gcMs: times.reduce((sum, ms) => sum + ms, 0),
    majorGcs: collections.filter((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR).length,
    minorGcs: collections.filter((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MINOR).length,
    lagP99Ms: Math.max(0, lag.percentile(99) / 1e6 - resolutionMs),
    lagMaxMs: Math.max(0, lag.max / 1e6 - resolutionMs),
    ...heap(),
  } satisfies Pauses);
  collections = [];
  lag.reset();
});
process.channel?.unref();
