import type { Socket } from "node:net";

/** What Node's parser says of a request that is none; everything else is 400. */
const responses: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/**
 * As Node does it by default, but that a connection on which nothing has arrived yet stays open. Node's timeouts count from its opening
 * (Node 24), while Go's transport keeps one that it dialled and did not need for 90 s: its first request would meet the 408 on its
 * way, and of a connection that was never used Go repeats no request. How many stay open is limited elsewhere.
 */
export function respondToClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT" && socket.bytesRead === 0) return;
  if (error.code !== "ECONNRESET" && socket.writable) {
    const status = Object.hasOwn(responses, error.code ?? "") ? responses[error.code ?? ""] : "400 Bad Request";
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
  socket.destroy(error);
}
