import { ApiError } from "#kubernetes/api/api-error.ts";
import type { ApiClient, ApiResponse, RequestOptions } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";

type Operation = { readonly op: string; readonly path: string; readonly value: unknown };

/** Single objects by path with versions, as an API server keeps them: what is based on an old version is refused with 409. */
export class FakeObjects implements ApiClient {
  readonly server = "https://fake";
  readonly objects = new Map<string, Record<string, unknown>>();
  /** `PUT /path`, in the order of arrival. */
  readonly requests: string[] = [];
  /** Done once before the next write is looked at: somebody is faster. */
  beforeWrite: (() => void) | undefined;
  #version = 0;

  put(path: string, object: object): void {
    this.#version += 1;
    const metadata = { ...(at(object, "metadata") as object), resourceVersion: String(this.#version) };
    this.objects.set(path, { ...object, metadata });
  }

  async request(path: string, { method = "GET", body = "{}" }: RequestOptions = {}): Promise<ApiResponse> {
    const [where = ""] = path.split("?");
    this.requests.push(`${method} ${path}`);
    if (method !== "GET") {
      this.beforeWrite?.();
      this.beforeWrite = undefined;
      this.#write(method, where, JSON.parse(body));
    }
    const object = this.objects.get(where);
    if (object === undefined && method === "GET") throw refusal(404);
    return { status: 200, json: async () => structuredClone(object), chunks: empty() };
  }

  async close(): Promise<void> {}

  #write(method: string, path: string, body: unknown): void {
    const key = method === "POST" ? `${path}/${String(at(body, "metadata", "name"))}` : path;
    const found = this.objects.get(key);
    if (method === "POST" && found !== undefined) throw refusal(409);
    if (method === "PUT" && found === undefined) throw refusal(404);
    if (method === "PUT" && at(body, "metadata", "resourceVersion") !== at(found, "metadata", "resourceVersion"))
      throw refusal(409);
    this.put(key, method === "PATCH" ? patched(found, body as readonly Operation[]) : (body as object));
  }
}

function patched(object: unknown, operations: readonly Operation[]): object {
  const copy = structuredClone(object) as Record<string, unknown>;
  for (const { op, path, value } of operations) {
    const steps = path.split("/").slice(1);
    const last = steps.pop() ?? "";
    const parent = steps.reduce<unknown>((from, step) => (from as Record<string, unknown>)[step], copy) as Record<
      string,
      unknown
    >;
    if (op === "test" && parent[last] !== value) throw refusal(422);
    if (op === "add") parent[last] = value;
  }
  return copy;
}

const refusal = (status: number): ApiError =>
  new ApiError(`answered ${status}`, { kind: "status", status, retryAfterMs: undefined });

async function* empty(): AsyncGenerator<Uint8Array> {}
