import type { Timers } from "#clock/clock.ts";
import { distinct, printBundle, readBundle } from "./authority-bundle.ts";
import { type Certificate, isExpired, subjectOf } from "./certificate.ts";
import type { CaBundleTarget, CertificateStore, LeaderElection, StoredEntries, TargetBundles } from "./certificate-ports.ts";
import { type DistributedCAs, isDistributed, observeBundles } from "./distributed-cas.ts";
import type { KeyedCertificate } from "./keyed-certificate.ts";
import type { ServerNames } from "./leaf.ts";
import { authorityName, type Lifetimes, rotate } from "./rotate.ts";
import type { FailedWork, SelfCertificateEvent } from "./self-certificate-event.ts";
import { isTrustedBy, leafToServe } from "./served-leaf.ts";
import { printStored, readStored, type SecretEntries, type StoredCertificates, trustedBy } from "./stored-certificates.ts";
import { withTimeout } from "./with-timeout.ts";

export interface SelfCertificatesParts {
  readonly store: CertificateStore;
  readonly leaderElection: LeaderElection;
  readonly targets: readonly CaBundleTarget[];
  readonly clock: Timers;
  readonly names: ServerNames;
  readonly lifetimes: Lifetimes;
  /** How long after a bundle was stored every API server is taken to have it. */
  readonly propagationMs: number;
  /** Between two looks. */
  readonly paceMs: number;
  /** The same, while something is waited for. */
  readonly waitingPaceMs: number;
  /** Called whenever another certificate is to be in service. */
  readonly onLeaf: (leaf: KeyedCertificate) => void;
  readonly onEvent: (event: SelfCertificateEvent) => void;
  /** Called for every failure, of one that lasts at every look. */
  readonly onFailure: (work: FailedWork) => void;
}

/** An answer of the API server takes some milliseconds; the end has two of them to wait for. */
const longestEndMs = 2_000;

interface TargetState {
  readonly target: CaBundleTarget;
  readonly read: TargetBundles | undefined;
}

/**
 * One replica's part in maintaining certificates: looks at the Secret and the webhook configurations from time to time, and
 * does what is due if this replica is the leader. It polls instead of watching, so it only needs access to objects whose names it knows.
 */
export class SelfCertificates {
  readonly #parts: SelfCertificatesParts;
  #carried: DistributedCAs = new Map();
  #leaf: KeyedCertificate | undefined;
  #authority: Certificate | undefined;
  #missing: readonly string[] = [];
  #failures: readonly string[] = [];
  #isLeader = false;
  #wasReady = false;
  #notReady: string | undefined = "the certificates have not been read yet";
  #settled = false;
  #stopped = false;
  #cancel = (): void => {};
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: SelfCertificatesParts) {
    this.#parts = parts;
  }

  /** Resolves after the first look, which may have failed; looks continue until `stop`. */
  start(): Promise<void> {
    this.#looking = this.#look().then(() => {
      const { clock, paceMs, waitingPaceMs } = this.#parts;
      if (!this.#stopped) this.#cancel = clock.after(this.#settled ? paceMs : waitingPaceMs, () => void this.start());
    });
    return this.#looking;
  }

  /**
   * Why API servers would not take the certificate of this fingerprint from us; undefined for good once they did: what happens to
   * bundles later is the same for all replicas, and is fixed sooner than endpoints come back.
   */
  notReadyReason(servedFingerprint: string): string | undefined {
    if (this.#wasReady) return undefined;
    const served = this.#leaf?.certificate.fingerprint === servedFingerprint;
    const reason = this.#notReady ?? (served ? undefined : "the new serving certificate is not in service yet");
    this.#wasReady = reason === undefined;
    return reason;
  }

  /** When the authority that signs ends to be valid, milliseconds since 1970. */
  authorityExpiryMs(): number | undefined {
    return this.#authority?.notAfterMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    const end = this.#looking.then(() =>
      this.#isLeader ? this.#parts.leaderElection.release().catch(() => undefined) : undefined,
    );
    // An API server that does not answer must not hold up the end of the process; others then wait for the lease to expire.
    await withTimeout(longestEndMs, end, this.#parts.clock);
  }

  async #look(): Promise<void> {
    const failures: string[] = [];
    const attempt: Attempt = async (work, what, act) => {
      try {
        return await act();
      } catch (error) {
        this.#parts.onFailure(work);
        const failure = `${what}: ${error instanceof Error ? error.message : String(error)}`;
        if (!this.#failures.includes(failure)) this.#parts.onEvent({ event: "failed", what, error });
        failures.push(failure);
        return undefined;
      }
    };
    this.#noteLeadership((await attempt("lease", "renewing the Lease", () => this.#parts.leaderElection.take())) ?? false);
    await attempt("certificates", "maintaining the certificates", async () => {
      const version = await this.#parts.store.read();
      const carried = await this.#readCarriers();
      const stored = this.#isLeader ? await this.#maintain(version, carried) : readStored(version?.entries ?? {});
      const puts = this.#isLeader ? await this.#putBundles(stored, carried, attempt) : 0;
      this.#serve(stored);
      this.#notReady = notReadyReasonOf(this.#leaf?.certificate, carried, this.#parts.clock.nowMs());
      const serves = this.#leaf?.certificate.fingerprint === stored.leaf?.certificate.fingerprint;
      this.#settled = this.#notReady === undefined && serves && stored.next === undefined && puts === 0;
    });
    this.#settled &&= failures.length === 0;
    this.#failures = failures;
  }

  async #readCarriers(): Promise<readonly TargetState[]> {
    const { targets, clock, onEvent } = this.#parts;
    const carried = await Promise.all(targets.map(async (target) => ({ target, read: await target.read() })));
    const missing = carried.filter(({ read }) => read === undefined).map(({ target }) => target.name);
    for (const configuration of missing)
      if (!this.#missing.includes(configuration)) onEvent({ event: "configuration-missing", configuration });
    this.#missing = missing;
    this.#carried = observeBundles(this.#carried, bundlesOf(carried), clock.monotonicMs());
    return carried;
  }

  /** What is stored afterwards. */
  async #maintain(version: StoredEntries | undefined, carried: readonly TargetState[]): Promise<StoredCertificates> {
    const { store, clock, names, lifetimes, onEvent } = this.#parts;
    const read = readStored(version?.entries ?? {});
    const facts = { nowMs: clock.nowMs(), isDistributed: this.#isDistributed, names };
    const complete = isSame(version?.entries, printStored(read));
    const base = complete ? read : withFormerAuthorities(read, carried, facts.nowMs);
    const { stored, steps } = await rotate(base, facts, lifetimes);
    const entries = printStored(stored);
    if (isSame(version?.entries, entries)) return stored;
    if (!(await store.write(entries, version))) {
      onEvent({ event: "overtaken", what: "the Secret" });
      return read;
    }
    for (const step of steps) onEvent({ event: "rotated", step });
    return stored;
  }

  /** How many configurations were not as they have to be. */
  async #putBundles(stored: StoredCertificates, carried: readonly TargetState[], attempt: Attempt): Promise<number> {
    const bundle = printBundle(trustedBy(stored));
    const wrong = carried.filter(({ read }) => read?.bundles.some((each) => each !== bundle));
    for (const { target, read } of wrong) {
      if (bundle === "" || read === undefined) continue;
      const done = await attempt("ca-bundle", `writing the CA bundle of ${target.name}`, () => target.put(bundle, read));
      if (done === true) this.#parts.onEvent({ event: "bundle-put", configuration: target.name });
      if (done === false) this.#parts.onEvent({ event: "overtaken", what: target.name });
    }
    return wrong.length;
  }

  #serve(stored: StoredCertificates): void {
    const leaf = leafToServe(this.#leaf, stored, this.#parts.clock.nowMs(), this.#isDistributed);
    this.#authority = stored.authority?.certificate;
    if (leaf === undefined || leaf.certificate.fingerprint === this.#leaf?.certificate.fingerprint) return;
    this.#leaf = leaf;
    this.#parts.onLeaf(leaf);
  }

  readonly #isDistributed = (authority: Certificate): boolean => {
    const { clock, propagationMs } = this.#parts;
    return isDistributed(this.#carried, authority, { monotonicMs: clock.monotonicMs(), propagationMs });
  };

  #noteLeadership(isOurs: boolean): void {
    if (isOurs !== this.#isLeader) this.#parts.onEvent({ event: isOurs ? "leadership-acquired" : "leadership-lost" });
    this.#isLeader = isOurs;
  }
}

type Attempt = <T>(work: FailedWork, what: string, act: () => Promise<T>) => Promise<T | undefined>;

/** Whatever is stored by now, the certificate in service is good as long as everybody trusts it. */
function notReadyReasonOf(leaf: Certificate | undefined, carried: readonly TargetState[], nowMs: number): string | undefined {
  if (leaf === undefined) return "there is no serving certificate yet";
  for (const { target, read } of carried) {
    if (read === undefined) return `the ${target.name} does not exist yet`;
    const bundles = read.bundles.map((bundle) => readBundle(bundle ?? ""));
    if (!isTrustedBy(leaf, bundles, nowMs)) return `the ${target.name} does not trust the serving certificate yet`;
  }
  return undefined;
}

/** Of every webhook whose configuration exists. */
const bundlesOf = (carried: readonly TargetState[]): readonly (string | undefined)[] =>
  carried.flatMap(({ read }) => read?.bundles ?? []);

/**
 * Where the Secret was deleted or damaged, replicas still serve what was in it, and the configurations still say who signed that:
 * these authorities stay trusted until they expire. Those of others are not ours to keep.
 */
function withFormerAuthorities(stored: StoredCertificates, carried: readonly TargetState[], nowMs: number): StoredCertificates {
  const known = new Set(trustedBy(stored).map(({ fingerprint }) => fingerprint));
  const former = bundlesOf(carried)
    .flatMap((bundle) => readBundle(bundle ?? ""))
    .filter((each) => !known.has(each.fingerprint) && !isExpired(each, nowMs))
    .filter((each) => subjectOf(each).startsWith(`CN=${authorityName}`));
  return { ...stored, retired: distinct([...stored.retired, ...former]) };
}

function isSame(stored: SecretEntries | undefined, wanted: SecretEntries): boolean {
  const names = Object.keys(wanted);
  return (
    stored !== undefined && names.length === Object.keys(stored).length && names.every((name) => stored[name] === wanted[name])
  );
}
