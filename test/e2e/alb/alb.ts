import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Sleeper } from "#clock/clock.ts";
import type { AccessLogEntry } from "./access-log.ts";
import { AlbNode } from "./alb-node.ts";
import { type Forwarded, forward } from "./forward.ts";
import type { Target } from "./target.ts";
import type { TargetGroup } from "./target-group.ts";
import type { LoadBalancerTiming } from "./timing.ts";

/** Requests whose path begins with `prefix` go to the group; the longest prefix wins. */
export interface AlbRule {
  readonly prefix: string;
  readonly group: TargetGroup;
}

export interface AlbOptions {
  readonly name: string;
  readonly host: string;
  readonly timing: LoadBalancerTiming;
  readonly clock: Sleeper;
  /** Where a target is reached from here, which differs in tests without a Pod network. */
  readonly addressOf: (target: Target) => { readonly host: string; readonly port: number };
  readonly log: (entry: AccessLogEntry) => void;
}

/** An Application Load Balancer with one HTTP listener. DNS gives clients the addresses of its nodes in turn; here connections take turns. */
export class Alb {
  readonly #options: AlbOptions;
  readonly #nodes: readonly AlbNode[];
  readonly #connectionOf = new WeakMap<Socket, Connection>();
  readonly #server: Server;
  #rules: readonly AlbRule[] = [];
  #connections = 0;
  #port = 0;

  constructor(options: AlbOptions) {
    this.#options = options;
    const { deregistrationLagMs, idleTimeoutMs } = options.timing;
    this.#nodes = deregistrationLagMs.map((lagMs, at) => new AlbNode(`10.255.0.${at + 1}`, lagMs, idleTimeoutMs, options.clock));
    this.#server = createServer({ keepAliveTimeout: idleTimeoutMs, requestTimeout: 0 }, (incoming, outgoing) => {
      void this.#serve(incoming, outgoing);
    });
  }

  async listen(): Promise<string> {
    await once(this.#server.listen(0, this.#options.host), "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.url;
  }

  get url(): string {
    return `http://${this.#options.host}:${this.#port}`;
  }

  setRules(rules: readonly AlbRule[]): void {
    const dropped = this.#rules.filter(({ group }) => rules.every((rule) => rule.group !== group));
    this.#rules = [...rules].sort((a, b) => b.prefix.length - a.prefix.length);
    for (const node of this.#nodes) {
      for (const { group } of rules) node.follow(group);
      for (const { group } of dropped) node.unfollow(group);
    }
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const node of this.#nodes) node.close();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const createdMs = this.#options.clock.nowMs();
    const connection = this.#connectionTo(incoming.socket);
    const node = connection?.node;
    const group = this.#rules.find(({ prefix }) => (incoming.url ?? "/").startsWith(prefix))?.group;
    const target = group === undefined ? undefined : node?.choose(group);
    const traceId = traceIdOf(incoming, createdMs);
    const about = { incoming, createdMs, connection, group, target, traceId };
    if (node === undefined || group === undefined || target === undefined) {
      const status = group === undefined ? 404 : 503;
      answer(outgoing, status);
      return this.#log(about, status, nothing);
    }
    const forwarded = await node.during(group, target, (cut) =>
      forward(incoming, outgoing, {
        ...this.#options.addressOf(target),
        agent: node.agent,
        connectTimeoutMs: this.#options.timing.connectTimeoutMs,
        headers: forwardedHeaders(incoming, traceId),
        cut,
        nowMs: () => this.#options.clock.nowMs(),
      }),
    );
    this.#log(about, statusFor(forwarded, outgoing), forwarded);
  }

  #connectionTo(socket: Socket): Connection | undefined {
    const known = this.#connectionOf.get(socket);
    if (known !== undefined) return known;
    const node = this.#nodes[this.#connections % this.#nodes.length];
    this.#connections += 1;
    if (node === undefined) return undefined;
    const connection = { node, id: `TID_${randomBytes(16).toString("hex")}` };
    this.#connectionOf.set(socket, connection);
    return connection;
  }

  #log({ incoming, createdMs, connection, group, target, traceId }: Logged, elbStatus: number, forwarded: Forwarded): void {
    const { requestMs, targetMs, responseMs } = forwarded.times;
    const seconds = (ms: number | undefined): number => (ms === undefined ? -1 : ms / 1000);
    this.#options.log({
      type: "http",
      atMs: this.#options.clock.nowMs(),
      createdMs,
      loadBalancer: `app/${this.#options.name}/0000000000000000`,
      client: `${incoming.socket.remoteAddress ?? "-"}:${incoming.socket.remotePort ?? 0}`,
      target,
      requestProcessingSeconds: seconds(requestMs),
      targetProcessingSeconds: seconds(targetMs),
      responseProcessingSeconds: seconds(responseMs),
      elbStatus,
      targetStatus: forwarded.targetStatus,
      receivedBytes: incoming.socket.bytesRead,
      sentBytes: forwarded.sentBytes,
      method: incoming.method ?? "-",
      url: `${this.url}${incoming.url ?? ""}`,
      httpVersion: incoming.httpVersion,
      userAgent: incoming.headers["user-agent"] ?? "-",
      targetGroup: group?.name,
      traceId,
      domain: incoming.headers.host ?? "-",
      // A listener whose rules do not match answers by its default action, which the controller sets to a fixed response.
      rulePriority: group === undefined ? 0 : 1,
      actions: group === undefined ? "fixed-response" : "forward",
      connectionId: connection?.id ?? "-",
      node: connection?.node.address ?? "-",
    });
  }
}

/** One connection of a client. */
interface Connection {
  readonly node: AlbNode;
  readonly id: string;
}

interface Logged {
  readonly incoming: IncomingMessage;
  readonly createdMs: number;
  readonly connection: Connection | undefined;
  readonly group: TargetGroup | undefined;
  readonly target: Target | undefined;
  readonly traceId: string;
}

const nothing: Forwarded = {
  outcome: { answered: true },
  targetStatus: undefined,
  sentBytes: 0,
  times: { requestMs: undefined, targetMs: undefined, responseMs: undefined },
};

/** Answers what the target did not, and gives the status that the log tells. */
function statusFor({ outcome, targetStatus }: Forwarded, outgoing: ServerResponse): number {
  // "HTTP 460" of the user guide: the client closed the connection first.
  if (outcome === "client-left") return 460;
  if (outcome.answered) return targetStatus ?? 0;
  if (outgoing.headersSent) outgoing.destroy();
  else answer(outgoing, outcome.failure.status);
  return outcome.failure.status;
}

const titles: Readonly<Record<number, string>> = {
  404: "404 Not Found",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

function answer(outgoing: ServerResponse, status: number): void {
  const title = titles[status] ?? String(status);
  outgoing.writeHead(status, { server: "awselb/2.0", "content-type": "text/html" });
  outgoing.end(`<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`);
}

function forwardedHeaders({ headers, socket }: IncomingMessage, traceId: string): IncomingMessage["headers"] {
  const before = headers["x-forwarded-for"];
  const client = socket.remoteAddress ?? "";
  return {
    ...headers,
    "x-forwarded-for": before === undefined ? client : `${before}, ${client}`,
    "x-forwarded-proto": "http",
    "x-forwarded-port": String(socket.localPort ?? 80),
    "x-amzn-trace-id": traceId,
  };
}

function traceIdOf({ headers }: IncomingMessage, nowMs: number): string {
  const given = headers["x-amzn-trace-id"];
  return typeof given === "string" ? given : `Root=1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
}
