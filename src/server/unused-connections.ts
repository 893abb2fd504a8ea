import type { IncomingMessage } from "node:http";
import type { Server } from "node:https";
import type { Socket } from "node:net";

/**
 * Closes connections on which no request ever arrived. Node counts them as busy until headersTimeout, so that `server.close` waits
 * for them; Go's transport keeps such connections in its pool when a dialled one came second to one that became free.
 *
 * @returns closes those that are open and those whose handshake is not over
 */
export function trackSilentConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  let closing = false;
  server.on("secureConnection", (socket) => {
    if (closing) socket.destroySoon();
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  server.on("request", (request: IncomingMessage) => {
    silent.delete(request.socket);
  });
  return () => {
    closing = true;
    for (const socket of silent) socket.destroySoon();
  };
}
