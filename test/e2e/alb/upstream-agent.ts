import { Agent } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * Connections to targets, kept for as long as the idle timeout says, whatever the target announces: an ALB reads no `Keep-Alive`
 * header, which is why an application that closes earlier than the load balancer costs 502s ("HTTP 502: Bad gateway" of the user
 * guide's troubleshooting page). Node's own agent would shorten the time to what that header says.
 */
export class UpstreamAgent extends Agent {
  readonly #idleTimeoutMs: number;

  constructor(idleTimeoutMs: number) {
    super({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 1_024, timeout: idleTimeoutMs });
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  override keepSocketAlive(stream: Duplex): boolean {
    const socket = stream as Socket;
    socket.setKeepAlive(true);
    socket.setTimeout(this.#idleTimeoutMs);
    socket.unref();
    return true;
  }
}
