import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Timers } from "#clock/clock.ts";
import { fileChanges, lookAfter } from "#server/changes.ts";

export type ClientAuthoritiesEvent = { readonly event: "reloaded" } | { readonly event: "rejected"; readonly reason: string };

/** @throws Error with one sentence that names the file. */
export function readClientAuthorities(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`the client CA file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error(`the client CA file ${file} holds no PEM certificate that OpenSSL can read`);
  }
  return pem;
}

/**
 * Gives `use` each new content of the file that can be read; the old one stays in effect meanwhile.
 *
 * @returns ends that
 */
export function followClientAuthorities(
  { file, clock, onEvent }: { file: string; clock: Timers; onEvent: (event: ClientAuthoritiesEvent) => void },
  use: (pem: string) => void,
): () => void {
  let lastSeen = readClientAuthorities(file);
  const look = (): void => {
    const { seen, event } = attempt(file, lastSeen, use);
    if (seen === lastSeen) return;
    lastSeen = seen;
    onEvent(event);
  };
  return lookAfter(fileChanges([file]), look, { clock });
}

/** The content, or what is wrong with it; each is reported once. */
function attempt(file: string, lastSeen: string, use: (pem: string) => void): { seen: string; event: ClientAuthoritiesEvent } {
  try {
    const pem = readClientAuthorities(file);
    if (pem !== lastSeen) use(pem);
    return { seen: pem, event: { event: "reloaded" } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { seen: reason, event: { event: "rejected", reason } };
  }
}
