import type { Cluster } from "./cluster.ts";

const turns = 5;

/** As `until`, for what takes a tool longer than one wait where the machine is busy. */
export async function patiently(cluster: Cluster, holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let turn = 1; turn < turns; turn += 1) {
    const reached = await cluster.until(holds, what).then(
      () => true,
      () => false,
    );
    if (reached) return;
  }
  await cluster.until(holds, what);
}
