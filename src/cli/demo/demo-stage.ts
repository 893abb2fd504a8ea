import { setTimeout as pause } from "node:timers/promises";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { LineCollector } from "#cli/line-collector.ts";
import type { DemoScreen } from "./demo-screen.ts";
import type { Kubectl } from "./kubectl.ts";

/** What every chapter of the demo works with. */
export interface Stage {
  readonly kubectl: Kubectl;
  readonly screen: DemoScreen;
  /** The options that name the cluster, for other commands. */
  readonly cluster: readonly string[];
  /** The webhook's own log. */
  readonly log: LineCollector;
}

/** @throws CommandError with what kubectl said. */
export async function apply(kubectl: Kubectl, objects: readonly object[]): Promise<string> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  const { code, shown } = await kubectl(["apply", "-f", "-"], list);
  if (code !== 0) throw new CommandError(`kubectl apply failed:\n${shown}`, exitCodes.unreadable);
  return shown;
}

const pollMs = 200;

/** @throws CommandError with `otherwise` when it does not hold after 30 s. */
export async function until(holds: () => Promise<boolean>, otherwise: string, tries = 150): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (await holds()) return;
    await pause(pollMs);
  }
  throw new CommandError(otherwise, exitCodes.unreadable);
}
