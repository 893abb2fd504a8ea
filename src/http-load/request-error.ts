import type { RequestError } from "#probe/results/outcome.ts";

/** How far a request got when it failed. */
export type Stage = "connecting" | "handshake" | "sent";

const lost: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

export function requestErrorOf(error: unknown, stage: Stage): RequestError {
  const code = codeOf(error);
  switch (stage) {
    case "connecting":
      return code === "ETIMEDOUT" ? "timeout" : "connect";
    case "handshake":
      // A peer that closes within the handshake says nothing about certificates.
      return lost.has(code) ? "connect" : "tls";
    case "sent":
      return lost.has(code) ? "reset" : "other";
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
