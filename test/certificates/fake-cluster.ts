import type {
  CaBundleTarget,
  CertificateStore,
  LeaderElection,
  StoredEntries,
  TargetBundles,
} from "#certificates/certificate-ports.ts";
import type { SecretEntries } from "#certificates/stored-certificates.ts";

/** One Secret, webhook configurations and a turn, shared by the replicas of a test; every write counts a version up. */
export class FakeCluster {
  #version = 0;
  secret: StoredEntries | undefined;
  readonly configurations = new Map<string, TargetBundles>();
  holder = "";
  /** Thrown by everything while it is set. */
  failure: Error | undefined;
  /** Called before a Secret is written: somebody else may be faster. */
  beforeWrite = (): void => {};
  readonly puts: string[] = [];

  store(entries: SecretEntries | undefined): void {
    this.secret = entries === undefined ? undefined : { entries, version: this.#next() };
  }

  configure(name: string, ...bundles: readonly (string | undefined)[]): void {
    this.configurations.set(name, { bundles, version: this.#next() });
  }

  bundleOf(name: string): string {
    return this.configurations.get(name)?.bundles[0] ?? "";
  }

  readonly certificateStore: CertificateStore = {
    read: async () => this.#unlessFailing(this.secret),
    write: async (entries, basedOn) => {
      this.beforeWrite();
      if (this.#unlessFailing(this.secret)?.version !== basedOn?.version) return false;
      this.store(entries);
      return true;
    },
  };

  turnOf(identity: string): LeaderElection {
    return {
      take: async () => {
        if (this.#unlessFailing(this.holder) === "") this.holder = identity;
        return this.holder === identity;
      },
      release: async () => {
        if (this.holder === identity) this.holder = "";
      },
    };
  }

  carrier(name: string): CaBundleTarget {
    return {
      name,
      read: async () => this.#unlessFailing(this.configurations.get(name)),
      put: async (bundle, basedOn) => {
        const found = this.configurations.get(name);
        if (found === undefined || found.version !== basedOn.version) return false;
        this.puts.push(name);
        this.configure(name, ...found.bundles.map(() => bundle));
        return true;
      },
    };
  }

  #unlessFailing<T>(answer: T): T {
    if (this.failure !== undefined) throw this.failure;
    return answer;
  }

  #next(): string {
    this.#version += 1;
    return String(this.#version);
  }
}
