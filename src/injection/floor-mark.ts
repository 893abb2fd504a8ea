import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";

/** What a policy in the API server has set on a Pod before any webhook was called: `sleep=40,before=30`, in seconds. */
interface FloorMark {
  readonly sleep: number;
  /** The grace period that the Pod had. */
  readonly before: number;
}

const form = /^sleep=(\d{1,4}),before=(\d{1,9})$/;

function markOf(pod: JsonObject): FloorMark | undefined {
  const text = objectAt(pod, "metadata", "annotations")[keys.floor];
  const found = typeof text === "string" ? form.exec(text) : null;
  return found === null ? undefined : { sleep: Number(found[1]), before: Number(found[2]) };
}

/**
 * The Pod as it was before the floor: a copy without the sleeps that are exactly those of the mark, with the earlier grace period and
 * without the mark. Undefined where there is none. A hook that somebody has changed since is somebody's own and stays.
 */
export function withoutFloor(received: JsonObject): JsonObject | undefined {
  const mark = markOf(received);
  if (mark === undefined) return undefined;
  // Whole: the patch is what differs, and making it changes the copy at any depth.
  const pod = structuredClone(received) as JsonObject;
  const metadata = objectAt(pod, "metadata");
  const { [keys.floor]: _mark, ...annotations } = objectAt(pod, "metadata", "annotations");
  const { annotations: _annotations, ...others } = metadata;
  const spec = objectAt(pod, "spec");
  const containers = spec["containers"];
  return {
    ...pod,
    metadata: Object.keys(annotations).length === 0 ? others : { ...others, annotations },
    spec: {
      ...spec,
      terminationGracePeriodSeconds: mark.before,
      ...(Array.isArray(containers)
        ? { containers: (containers as readonly Json[]).map((container) => withoutSleep(container, mark)) }
        : {}),
    },
  };
}

function withoutSleep(container: Json, { sleep }: FloorMark): Json {
  if (!isJsonObject(container)) return container;
  const { lifecycle, ...others } = container;
  if (!isJsonObject(lifecycle) || !isFloor(lifecycle["preStop"], sleep)) return container;
  const { preStop: _preStop, ...rest } = lifecycle;
  return Object.keys(rest).length === 0 ? others : { ...others, lifecycle: rest };
}

function isFloor(hook: Json | undefined, sleep: number): boolean {
  if (!isJsonObject(hook) || Object.keys(hook).length !== 1) return false;
  const action = hook["sleep"];
  return isJsonObject(action) && action["seconds"] === sleep;
}
