import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { CommandIo } from "#cli/io.ts";
import type { Clock } from "#clock/clock.ts";
import { ApiError } from "#kubernetes/api/api-error.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { ConfigurationError, loadConfiguration } from "#kubernetes/api/kubeconfig.ts";
import { EndpointChanges } from "#probe/recording/endpoint-changes.ts";
import type { EventRecorder } from "#probe/recording/event-recorder.ts";
import type { LineSink, PodLine, Unstamped } from "#probe/recording/lines.ts";
import { PodChanges } from "#probe/recording/pod-changes.ts";
import { readEndpointLines } from "#probe/recording/read-endpoint-lines.ts";
import { readPodLine } from "#probe/recording/read-pod-line.ts";
import { selectionOf } from "./pod-selection.ts";
import type { ProbeArguments } from "./probe-arguments.ts";
import type { ProbeOptions } from "./probe-options.ts";
import { WatchRecorder } from "./watch-recorder.ts";

export interface ClusterRecording {
  readonly recorders: readonly EventRecorder[];
  readonly pods: () => readonly Unstamped<PodLine>[];
  readonly close: () => Promise<void>;
}

/** Records Pods and, where the user may read them, EndpointSlices of one namespace. @throws CommandError where Pods cannot be read */
export async function clusterRecording(
  { workload }: ProbeArguments,
  options: ProbeOptions,
  io: CommandIo,
  { clock, random, stop }: { readonly clock: Clock; readonly random: () => number; readonly stop: AbortSignal },
  sink: LineSink,
): Promise<ClusterRecording> {
  const choice = { kubeconfig: options.kubeconfig, context: options.context };
  const environment = { ...io.environment };
  return readable(stop, async () => {
    const client = createClient(choice, environment);
    try {
      const config = loadConfiguration(choice, environment);
      const namespace = options.namespace ?? config.getContextObject(config.getCurrentContext())?.namespace ?? "default";
      const selection = await selectionOf(client, workload, options.selector, namespace, stop);
      const nowMs = (): number => clock.nowMs();
      const changes = new PodChanges(nowMs, sink);
      const tools = { client, clock, random, stop };
      const pods = new WatchRecorder(
        { group: "", versions: ["v1"], plural: "pods", namespace, ...selection, read: readPodLine },
        changes,
        tools,
        false,
      );
      const endpoints = new WatchRecorder(
        { group: "discovery.k8s.io", versions: ["v1"], plural: "endpointslices", namespace, read: readEndpointLines },
        new EndpointChanges(nowMs, sink),
        tools,
        true,
      );
      await pods.start();
      await endpoints.start();
      return {
        recorders: [pods, endpoints],
        pods: () => changes.pods,
        close: async () => {
          await Promise.all([pods.stop(), endpoints.stop()]);
          await client.close();
        },
      };
    } catch (error) {
      await closed(client);
      throw error;
    }
  });
}

const closed = (client: ApiClient): Promise<void> => client.close();

async function readable<T>(stop: AbortSignal, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (stop.aborted) throw new CommandError("ended before anything was recorded", exitCodes.unreadable);
    if (error instanceof ConfigurationError || error instanceof ApiError) {
      throw new CommandError(error.message, exitCodes.unreadable);
    }
    throw error;
  }
}
