import { type Sleeper, systemClock } from "#clock/clock.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient, ApiResponse, RequestOptions } from "#kubernetes/api/client.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type KindRegistry, kindsIn } from "#kubernetes/view/kind-registry.ts";
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { type ListEnd, type ListSteps, listEach } from "./list-all.ts";

export interface ListedView {
  readonly view: ClusterView;
  /** Kinds that the server does not have. */
  readonly absent: readonly Kind[];
  /** Kinds that this user may not list (403), which are empty in the view. */
  readonly forbidden: readonly { readonly kind: Kind; readonly message: string }[];
}

export interface ListOptions {
  /** Listed by itself where this user may not list a kind in the whole cluster. */
  readonly namespace?: string | undefined;
  /** Called when a kind has been listed. */
  readonly onListed?: ((kind: Kind, objects: number) => void) | undefined;
}

/**
 * The cluster at the time of the lists, each kind at a slightly different moment.
 * @throws ApiError for anything but what is not there or not allowed
 */
export async function listCluster(
  kinds: KindRegistry,
  client: ApiClient,
  signal?: AbortSignal,
  clock: Sleeper = systemClock,
  options: ListOptions = {},
): Promise<ListedView> {
  const store = new ObjectStore(kinds);
  const patient = patiently(client, clock);
  const outcomes = await Promise.all(kindsIn(kinds).map((kind) => listInto(store, kind, kinds, patient, options, signal)));
  const found = (what: Outcome["what"]): readonly Outcome[] => outcomes.filter((outcome) => outcome.what === what);
  return {
    view: store,
    absent: found("absent").map(({ kind }) => kind),
    forbidden: found("forbidden").map(({ kind, message }) => ({ kind, message })),
  };
}

const TRIES = 5;
const PAUSE_MS = 1_000;

/** An API server that is busy, or has just been given a new kind, answers 429 and has its wish a moment later. */
function patiently(client: ApiClient, clock: Sleeper): ApiClient {
  const request = async (path: string, options?: RequestOptions): Promise<ApiResponse> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await client.request(path, options);
      } catch (error) {
        if (statusOf(error) !== 429 || attempt === TRIES) throw error;
        await clock.sleep(PAUSE_MS, options?.signal);
      }
    }
  };
  return { server: client.server, request, close: () => client.close() };
}

interface Outcome {
  readonly kind: Kind;
  readonly what: "listed" | "absent" | "forbidden";
  readonly message: string;
}

async function listInto<K extends Kind>(
  store: ObjectStore,
  kind: K,
  kinds: KindRegistry,
  client: ApiClient,
  options: ListOptions,
  signal?: AbortSignal,
): Promise<Outcome> {
  try {
    // Each object goes into the store as it arrives, where it shares what it has in common with others: there is never a whole list beside it.
    let list = store.beginList(kind);
    const begin = (): typeof list.put => {
      list = store.beginList(kind);
      return list.put;
    };
    const end = await listAllowed(client, kinds[kind], begin, options, signal);
    list.complete();
    options.onListed?.(kind, store.count(kind));
    return { kind, what: end === undefined ? "absent" : "listed", message: "" };
  } catch (error) {
    if (statusOf(error) !== 403 || !(error instanceof Error)) throw error;
    return { kind, what: "forbidden", message: error.message };
  }
}

/** Whoever has rights in one namespace only can still be shown that namespace. */
async function listAllowed<K extends Kind>(
  client: ApiClient,
  kind: KindRegistry[K],
  begin: ListSteps<ObjectsByKind[K]>["begin"],
  { namespace }: ListOptions,
  signal?: AbortSignal,
): Promise<ListEnd | undefined> {
  try {
    return await listEach<ObjectsByKind[K]>(client, kind, { begin }, signal);
  } catch (error) {
    if (statusOf(error) !== 403 || namespace === undefined || !kind.namespaced) throw error;
    return await listEach<ObjectsByKind[K]>(client, { ...kind, namespace }, { begin }, signal);
  }
}
