import type { CertificateSource } from "./certificate-source.ts";
import { lookAfter, type Pace } from "./changes.ts";
import { inspectKeyPair, type KeyPair, type ServedCertificate } from "./key-pair.ts";

export type CertificateEvent =
  | { readonly event: "reloaded"; readonly certificate: ServedCertificate }
  | { readonly event: "rejected"; readonly reason: string };

export interface CertificateWatcherParts extends Pace {
  readonly source: CertificateSource;
  readonly onEvent: (event: CertificateEvent) => void;
}

/** Holds the pair in service and exchanges it when its source has a new one that works. */
export interface CertificateWatcher {
  keyPair(): KeyPair;
  servedCertificate(): ServedCertificate;
  /** Why the certificate in service keeps clients away, if it does. */
  notReadyReason(): string | undefined;
  /** From now on new pairs are given to `use`, which may throw to refuse one. */
  follow(use: (pair: KeyPair) => void): void;
  close(): void;
}

/** @throws Error with one sentence that says what is wrong with the first pair. */
export function watchCertificate(parts: CertificateWatcherParts): CertificateWatcher {
  const { source, clock } = parts;
  let { pair, certificate } = firstPair(source);
  let lastSeen = contentOf(pair);
  let stop = (): void => {};

  /** Says the same mistake once, not at every look. */
  function look(use: (pair: KeyPair) => void): CertificateEvent | undefined {
    const next = readOrReason(source);
    const seen = typeof next === "string" ? next : contentOf(next);
    if (seen === lastSeen) return undefined;
    lastSeen = seen;
    if (typeof next === "string") return { event: "rejected", reason: next };
    if (seen === contentOf(pair)) return undefined;
    const inspection = inspectKeyPair(next);
    if (!inspection.usable) return { event: "rejected", reason: inspection.reason };
    const refusal = reasonOf(() => use(next));
    if (refusal !== undefined) return { event: "rejected", reason: refusal };
    pair = next;
    certificate = inspection.certificate;
    return { event: "reloaded", certificate };
  }

  return {
    keyPair: () => pair,
    servedCertificate: () => certificate,
    notReadyReason: () => (certificate.notAfterMs <= clock.nowMs() ? "the serving certificate has expired" : undefined),
    follow: (use) => {
      stop();
      const lookOnce = (): void => {
        const event = look(use);
        if (event !== undefined) parts.onEvent(event);
      };
      stop = lookAfter(source.onChange, lookOnce, parts);
    },
    close: () => stop(),
  };
}

function firstPair(source: CertificateSource): { pair: KeyPair; certificate: ServedCertificate } {
  const pair = source.read();
  const inspection = inspectKeyPair(pair);
  if (!inspection.usable) throw new Error(`the serving certificate cannot be used: ${inspection.reason}`);
  return { pair, certificate: inspection.certificate };
}

function readOrReason(source: CertificateSource): KeyPair | string {
  try {
    return source.read();
  } catch (error) {
    return messageOf(error);
  }
}

function reasonOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const contentOf = (pair: KeyPair): string => `${pair.certificate}\n${pair.key}`;
