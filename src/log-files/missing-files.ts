import { readLogFileName } from "./log-file-name.ts";

const intervalMs = 300_000;

/**
 * How many files seem to be missing: intervals of five minutes in which a node of a load balancer has none, while it has files before and
 * after, and other nodes have one for that interval. A node without a request delivers none either.
 */
export function missingFiles(names: readonly string[]): number {
  const balancers = Map.groupBy(names, (name) => name.slice(0, Math.max(name.search(/_\d{8}T\d{4}Z_/), 0)));
  return [...balancers.values()].reduce((sum, own) => sum + missingOf(own), 0);
}

function missingOf(names: readonly string[]): number {
  const nodes = new Map<string, Set<number>>();
  const all = new Set<number>();
  for (const name of names) {
    const { endMs, node } = readLogFileName(name);
    if (endMs === undefined || node === undefined) continue;
    const interval = endMs / intervalMs;
    all.add(interval);
    nodes.set(node, (nodes.get(node) ?? new Set()).add(interval));
  }
  const sorted = [...all].sort((a, b) => a - b);
  return [...nodes.values()].reduce((sum, intervals) => {
    const own = [...intervals];
    const [first, last] = [own.reduce((a, b) => Math.min(a, b)), own.reduce((a, b) => Math.max(a, b))];
    return sum + sorted.filter((interval) => interval > first && interval < last && !intervals.has(interval)).length;
  }, 0);
}
