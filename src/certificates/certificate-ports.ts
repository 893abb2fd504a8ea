import type { SecretEntries } from "./stored-certificates.ts";

/** What was read, and what a write has to be based on so that nobody's work is lost. */
export interface StoredEntries {
  readonly entries: SecretEntries;
  readonly version: string;
}

/** One Secret. */
export interface CertificateStore {
  /** Undefined where there is none. */
  read(): Promise<StoredEntries | undefined>;
  /** False where somebody else has written, created or deleted it since `basedOn` was read. */
  write(entries: SecretEntries, basedOn: StoredEntries | undefined): Promise<boolean>;
}

/** Which of several replicas may write. */
export interface LeaderElection {
  /** Acquires or renews the leadership if possible; returns whether it is held. Call it several times per lease duration. */
  take(): Promise<boolean>;
  /** Releases it if held, so that the next replica need not wait for its end. */
  release(): Promise<void>;
}

/** The bundles of one webhook configuration as they were read: PEM, undefined for a webhook that has none. */
export interface TargetBundles {
  readonly bundles: readonly (string | undefined)[];
  readonly version: string;
}

/** One webhook configuration, which tells API servers what to trust. */
export interface CaBundleTarget {
  /** For people: `MutatingWebhookConfiguration outlive`. */
  readonly name: string;
  /** Undefined where there is none. */
  read(): Promise<TargetBundles | undefined>;
  /** Gives every webhook of it this bundle. False where it has changed or gone since `basedOn` was read. */
  put(bundle: string, basedOn: TargetBundles): Promise<boolean>;
}
