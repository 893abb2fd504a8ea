/**
 * An API server without a store: it lists and watches a generated cluster over HTTPS, in pages and with events as kube-apiserver sends them.
 * Runs in a process of its own and takes orders from its parent.
 */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type Collection, collectionsOf, sizeOf } from "./generated-objects.ts";

export type ServerOrder =
  | { readonly serve: { readonly pods: number; readonly key: string; readonly certificate: string } }
  /** Events a second from now on, over all kinds as a busy cluster has them. */
  | { readonly perSecond: number }
  /** Ends the watches of a kind as too old, after which whoever watches has to list it again. */
  | { readonly expire: string }
  | { readonly usage: true };

export interface Served {
  readonly port: number;
  readonly lists: number;
  readonly listedBytes: number;
  /** Milliseconds since 1970 when the last byte of a list was handed to the kernel. */
  readonly lastListedAtMs: number;
  readonly events: number;
}

const atOnce = 25;
const tickMs = 20;

let cluster: ReadonlyMap<string, Collection> = new Map();
const watches = new Map<string, Set<ServerResponse>>();
const served = { port: 0, lists: 0, listedBytes: 0, lastListedAtMs: 0, events: 0 };
let resourceVersion = 1_000_000;

const listed =
  /^\/(?:api\/v1|apis\/(?:apps\/v1|networking\.k8s\.io\/v1|elbv2\.k8s\.aws\/v1beta1|policy\/v1|autoscaling\/v2))\/([a-z]+)$/;

function respond(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "https://server");
  if (url.pathname === "/version") return void response.end('{"gitVersion":"v1.36.3"}');
  const plural = listed.exec(url.pathname)?.[1];
  if (plural === undefined || request.method !== "GET") {
    response.statusCode = 404;
    return void response.end('{"kind":"Status","code":404,"message":"the server could not find the requested resource"}');
  }
  response.setHeader("content-type", "application/json");
  if (url.searchParams.has("watch")) watch(plural, response);
  else void list(cluster.get(plural), url.searchParams, response);
}

function watch(plural: string, response: ServerResponse): void {
  response.flushHeaders();
  const open = watches.get(plural) ?? new Set();
  watches.set(plural, open.add(response));
  response.on("close", () => open.delete(response));
}

async function list(collection: Collection | undefined, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const count = collection?.count ?? 0;
  const start = Number(query.get("continue") ?? 0);
  const end = Math.min(count, start + Number(query.get("limit") ?? count));
  const rest = end < count ? `,"continue":"${end}","remainingItemCount":${count - end}` : "";
  response.write(`{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1000000"${rest}},"items":[`);
  for (let at = start; at < end && !response.destroyed; at += atOnce) {
    const places = Array.from({ length: Math.min(atOnce, end - at) }, (_, index) => at + index);
    const text = Buffer.from(
      `${at === start ? "" : ","}${places.map((place) => collection?.textAt(place, 1000 + place)).join(",")}`,
      "latin1",
    );
    served.listedBytes += text.length;
    if (!response.write(text)) await once(response, "drain");
  }
  response.end("]}\n", () => {
    served.lists += 1;
    served.lastListedAtMs = Date.now();
  });
}

/** What a hundred events are about; the rest is about Pods, mostly their status. */
const turns: readonly string[] = [
  ...Array<string>(8).fill("deployments"),
  ...Array<string>(4).fill("poddisruptionbudgets"),
  "targetgroupbindings",
  "ingresses",
  "services",
  "nodes",
];

/** The same of a hundred events in every run: nothing of it is random, and neighbours are not followed by neighbours. */
function sendEvent(): void {
  resourceVersion += 1;
  const turn = resourceVersion % 100;
  const plural = turns[turn] ?? "pods";
  const collection = cluster.get(plural);
  if (collection === undefined) return;
  const place = (resourceVersion * 7919) % collection.count;
  // A Pod in ten is deleted, and one of that name is made again.
  const type = plural !== "pods" ? "MODIFIED" : turn % 10 === 8 ? "DELETED" : turn % 10 === 9 ? "ADDED" : "MODIFIED";
  const other = type === "ADDED" ? ((resourceVersion - 1) * 7919) % collection.count : place;
  const line = Buffer.from(`{"type":"${type}","object":${collection.textAt(other, resourceVersion)}}\n`, "latin1");
  for (const response of watches.get(plural) ?? []) response.write(line);
  served.events += 1;
}

let stopEvents = (): void => {};

function sendEvents(perSecond: number): void {
  stopEvents();
  const startedMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedMs) / 1000) * perSecond;
    while (sent < due) {
      sendEvent();
      sent += 1;
    }
  }, tickMs);
  stopEvents = () => clearInterval(timer);
}

function expire(plural: string): void {
  const status =
    '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}';
  for (const response of watches.get(plural) ?? []) response.end(`{"type":"ERROR","object":${status}}\n`);
  // Not only when the other side has closed it: an event until then would be written after the end.
  watches.delete(plural);
}

async function serve(pods: number, key: string, cert: string): Promise<void> {
  cluster = collectionsOf(sizeOf(pods));
  const server = createServer({ key, cert }, respond).listen(0, "127.0.0.1");
  await once(server, "listening");
  served.port = (server.address() as AddressInfo).port;
}

async function carryOut(order: ServerOrder): Promise<void> {
  if ("serve" in order) await serve(order.serve.pods, order.serve.key, order.serve.certificate);
  else if ("perSecond" in order) sendEvents(order.perSecond);
  else if ("expire" in order) expire(order.expire);
  process.send?.(served satisfies Served);
}

process.on("disconnect", () => process.exit());
process.on("message", (order: ServerOrder) => void carryOut(order));
