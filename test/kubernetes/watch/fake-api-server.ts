import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

type Raw = { readonly metadata: { readonly name: string; readonly namespace?: string } & Record<string, unknown> } & Record<
  string,
  unknown
>;

interface Change {
  readonly version: number;
  readonly path: string;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Raw;
}

interface Snapshot {
  readonly version: number;
  readonly objects: readonly Raw[];
}

interface Watcher {
  readonly path: string;
  readonly response: ServerResponse;
}

/** Lists and watches as an API server answers them, with all that may go wrong at hand. Everything is served that was not taken away. */
export class FakeApiServer {
  readonly #objects = new Map<string, Map<string, Raw>>();
  readonly #history: Change[] = [];
  readonly #watchers = new Set<Watcher>();
  readonly #failures: { readonly status: number; readonly headers: Record<string, string> }[] = [];
  readonly #absent = new Set<string>();
  readonly #forbidden = new Set<string>();
  #version = 100;
  #oldest = 0;
  #server: Server | undefined;
  #port = 0;
  readonly #folders: string[] = [];
  /** `GET /path?query`, in the order of arrival. */
  readonly requests: string[] = [];
  /** Authorization headers, in the order of arrival. */
  readonly authorizations: (string | undefined)[] = [];
  connections = 0;
  /** Watches are accepted and then nothing is ever said on them. */
  mute = false;
  pageSize = Number.POSITIVE_INFINITY;
  /** Every page gets 429 when it is requested first, as under a limit of priority and fairness. */
  refuseEachPageOnce = false;
  readonly #refused = new Set<string>();
  readonly #snapshots: Snapshot[] = [];

  async start(): Promise<void> {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on("connection", () => {
      this.connections += 1;
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Path of a kubeconfig for this server. */
  kubeconfig(user: Record<string, unknown> = { token: "abc" }): string {
    const folder = mkdtempSync(join(tmpdir(), "outlive-kubeconfig-"));
    this.#folders.push(folder);
    const file = join(folder, "config");
    const config = {
      clusters: [{ name: "fake", cluster: { server: this.url } }],
      users: [{ name: "me", user }],
      contexts: [{ name: "fake", context: { cluster: "fake", user: "me" } }],
      "current-context": "fake",
    };
    writeFileSync(file, stringify(config));
    return file;
  }

  get watches(): number {
    return this.#watchers.size;
  }

  watchesOf(path: string): number {
    return [...this.#watchers].filter((watcher) => watcher.path === path).length;
  }

  put(path: string, object: Raw): void {
    const objects = this.#collection(path);
    const key = keyOf(object);
    const type = objects.has(key) ? "MODIFIED" : "ADDED";
    this.#version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    objects.set(key, stored);
    this.#record({ version: this.#version, path, type, object: stored });
  }

  remove(path: string, namespace: string, name: string): void {
    const objects = this.#collection(path);
    const object = objects.get(`${namespace}/${name}`);
    if (object === undefined) return;
    objects.delete(`${namespace}/${name}`);
    this.#version += 1;
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.#record({ version: this.#version, path, type: "DELETED", object: last });
  }

  /** As when a CustomResourceDefinition is deleted, or not installed. */
  takeAway(path: string): void {
    // The API server deletes the objects before it stops serving them.
    for (const { metadata } of [...this.#collection(path).values()]) this.remove(path, metadata.namespace ?? "", metadata.name);
    this.#absent.add(path);
    this.endWatches(path);
  }

  /** As where a role leaves it out. */
  forbid(path: string): void {
    this.#forbidden.add(path);
  }

  release(path: string): void {
    this.#absent.delete(path);
  }

  /** Forgets what happened until now: a watch from an earlier version gets 410. */
  compact(): void {
    this.#version += 1;
    this.#oldest = this.#version;
  }

  failNext(status: number, times = 1, headers: Record<string, string> = {}): void {
    for (let time = 0; time < times; time += 1) this.#failures.push({ status, headers });
  }

  /** Forgets the failures that nobody has met yet. */
  recover(): void {
    this.#failures.length = 0;
  }

  endWatches(path?: string): void {
    for (const watcher of this.#chosen(path)) watcher.response.end();
  }

  breakWatches(path?: string): void {
    for (const watcher of this.#chosen(path)) watcher.response.destroy();
  }

  /** Something that is not the whole line of an event, then the end. */
  spoilWatches(text: string, path?: string): void {
    for (const watcher of this.#chosen(path)) watcher.response.end(text);
  }

  write(path: string, text: string): void {
    this.writeBytes(path, Buffer.from(text));
  }

  writeBytes(path: string, bytes: Uint8Array): void {
    for (const watcher of this.#watchers) if (watcher.path === path) watcher.response.write(bytes);
  }

  bookmark(path: string): void {
    this.#version += 1;
    this.write(
      path,
      `${JSON.stringify({ type: "BOOKMARK", object: { metadata: { resourceVersion: String(this.#version) } } })}\n`,
    );
  }

  #chosen(path: string | undefined): readonly Watcher[] {
    const chosen = [...this.#watchers].filter((watcher) => path === undefined || watcher.path === path);
    for (const watcher of chosen) this.#watchers.delete(watcher);
    return chosen;
  }

  #collection(path: string): Map<string, Raw> {
    const objects = this.#objects.get(path) ?? new Map<string, Raw>();
    this.#objects.set(path, objects);
    return objects;
  }

  #record(change: Change): void {
    this.#history.push(change);
    if (!this.mute) this.write(change.path, `${JSON.stringify({ type: change.type, object: change.object })}\n`);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    this.authorizations.push(request.headers.authorization);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
    const failure = this.#failures.shift();
    if (failure !== undefined) refuse(response, failure.status, "as told", failure.headers);
    else if (this.#forbidden.has(pathname)) refuse(response, 403, "forbidden");
    else if (this.#absent.has(pathname)) refuse(response, 404, "the server could not find the requested resource");
    else if (searchParams.has("watch")) this.#watch(pathname, Number(searchParams.get("resourceVersion")), response);
    else this.#list(pathname, searchParams, response);
  }

  #list(path: string, query: URLSearchParams, response: ServerResponse): void {
    const token = query.get("continue");
    const [snapshot, start] = token === null ? [this.#snapshot(path), 0] : this.#continued(token);
    if (this.refuseEachPageOnce && !this.#refused.has(`${path} ${start}`)) {
      this.#refused.add(`${path} ${start}`);
      refuse(response, 429, "too many requests", { "retry-after": "1" });
      return;
    }
    if (snapshot === undefined || (start > 0 && snapshot.version <= this.#oldest)) {
      refuse(response, 410, "the continue token has expired");
      return;
    }
    const { version, objects } = snapshot;
    const limit = Math.min(this.pageSize, Number(query.get("limit") ?? Number.POSITIVE_INFINITY));
    const items = objects.slice(start, query.has("limit") ? start + limit : undefined);
    const end = start + items.length;
    const next = end < objects.length ? { continue: `${this.#snapshots.push(snapshot) - 1}.${end}` } : {};
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ kind: "List", metadata: { resourceVersion: String(version), ...next }, items }));
  }

  #snapshot(path: string): Snapshot {
    const objects = [...this.#collection(path).values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return { version: this.#version, objects };
  }

  /** All pages of a list are of the version of the first, whatever has changed since. */
  #continued(token: string): readonly [Snapshot | undefined, number] {
    const [index, start] = token.split(".");
    return [this.#snapshots[Number(index)], Number(start)];
  }

  #watch(path: string, from: number, response: ServerResponse): void {
    if (from < this.#oldest) {
      refuse(response, 410, "too old resource version");
      return;
    }
    const watcher = { path, response };
    this.#watchers.add(watcher);
    response.on("close", () => this.#watchers.delete(watcher));
    response.flushHeaders();
    if (this.mute) return;
    for (const { version, object, type, path: where } of this.#history) {
      if (where === path && version > from) response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }
}

const keyOf = ({ metadata }: Raw): string => `${metadata.namespace ?? ""}/${metadata.name}`;

function refuse(response: ServerResponse, code: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(code, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ kind: "Status", status: "Failure", code, message }));
}
