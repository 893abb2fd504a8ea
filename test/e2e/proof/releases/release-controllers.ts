import { startRolloutsController } from "../../../argo/rollouts-controller.ts";
import { startFlaggerController } from "../../../flagger/flagger-controller.ts";
import type { Cluster } from "../scene.ts";
import type { ReleaseController } from "./release.ts";

export interface RunningControllers {
  readonly stop: () => Promise<void>;
}

const starts = { "argo-rollouts": startRolloutsController, flagger: startFlaggerController };

/** The real controllers, as processes of this machine, with their definitions. Those of their own that are up stop if one does not start. */
export async function startReleaseControllers(
  cluster: Cluster,
  names: ReadonlySet<ReleaseController>,
): Promise<RunningControllers> {
  const running: RunningControllers[] = [];
  const stop = async (): Promise<void> => {
    for (const each of running) await each.stop();
  };
  try {
    for (const name of names) running.push(await starts[name](cluster));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
