/** A ConfigMap in a file, as a kubelet mounts it: whole, and a little later than it was stored. */

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { objectAt } from "#model/kubernetes/json.ts";
import type { Cluster } from "./cluster.ts";

export interface MountedConfiguration {
  readonly file: string;
  readonly stop: () => Promise<void>;
}

const everyMs = 500;

export async function mountConfiguration(
  cluster: Cluster,
  namespace: string,
  name: string,
  folder: string,
): Promise<MountedConfiguration> {
  const file = join(folder, "configuration.yaml");
  const stored = async (): Promise<string> =>
    String(objectAt(await cluster.get("configmap", namespace, name), "data")["configuration.yaml"]);
  let written = "";
  const write = (text: string): void => {
    if (text === written) return;
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
    written = text;
  };
  write(await stored());
  const ended = new AbortController();
  const following = (async () => {
    while (!ended.signal.aborted) {
      // What is mounted stays where the ConfigMap is gone.
      await stored().then(write, () => {});
      await pause(everyMs, undefined, { signal: ended.signal }).catch(() => {});
    }
  })();
  return {
    file,
    stop: () => {
      ended.abort();
      return following;
    },
  };
}
