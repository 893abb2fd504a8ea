import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "node:https";
import type { Socket } from "node:net";
import type { Timers } from "#clock/clock.ts";
import type { EventLoopLag } from "./event-loop-lag.ts";

interface Connection {
  readonly socket: Socket;
  /** When it was accepted, and the earliest moment at which it can have been requested. */
  readonly acceptedMs: number;
  readonly dialledMs: number;
  requests: number;
  /** Made once: a request would make one each time. */
  readonly onResponseClosed: () => void;
}

export interface Connections {
  /** When the head of a request that is read now had arrived, by the clock's `monotonicMs`. */
  arrivedMs(request: IncomingMessage): number;
}

/** A connection that a client dials for a call carries it at once. */
const dialMs = 1_000;

/**
 * Keeps open connections below a number. The one that has waited longest without a request gives way to a new one, so that
 * connections that somebody only holds open do not keep the API server out; where all have one, the new one is closed.
 */
export function trackConnections(
  server: Server,
  { most, clock, lag, onClosed }: { most: number; clock: Timers; lag: EventLoopLag; onClosed: () => void },
): Connections {
  const open = new Map<string, Connection>();
  // The TLS socket of a request is another object than the socket that was accepted.
  const secured = new WeakMap<Socket, Connection>();
  // Those without a request, longest first.
  const waiting = new Set<Connection>();

  server.on("connection", (socket: Socket) => {
    const key = keyOf(socket);
    const connection: Connection = {
      socket,
      acceptedMs: clock.monotonicMs(),
      dialledMs: lag.arrivedMs(),
      requests: 0,
      onResponseClosed: () => {
        if (!socket.destroyed) waiting.add(connection);
      },
    };
    open.set(key, connection);
    waiting.add(connection);
    socket.once("close", () => {
      open.delete(key);
      waiting.delete(connection);
    });
    if (open.size <= most) return;
    const [longest = connection] = waiting;
    longest.socket.destroy();
    onClosed();
  });
  server.on("secureConnection", (socket: Socket) => {
    const connection = open.get(keyOf(socket));
    if (connection !== undefined) secured.set(socket, connection);
  });
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = secured.get(socket);
    if (connection === undefined) return;
    waiting.delete(connection);
    response.on("close", connection.onResponseClosed);
  });
  return {
    arrivedMs: ({ socket }) => {
      const readMs = lag.arrivedMs();
      const connection = secured.get(socket);
      if (connection === undefined) return readMs;
      connection.requests += 1;
      const dialledForThis = connection.requests === 1 && clock.monotonicMs() - connection.acceptedMs < dialMs;
      const stalled = connection.dialledMs < connection.acceptedMs;
      return dialledForThis && stalled ? Math.min(connection.dialledMs, readMs) : readMs;
    },
  };
}

/** The same of the accepted socket and of the TLS socket on top of it. */
const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress}|${remotePort}`;
