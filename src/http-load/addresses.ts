import { promises as dns } from "node:dns";
import { isIP } from "node:net";

/** The addresses of a host; IP addresses stand for themselves. @throws Error where the name has none */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** As the machine resolves names, `/etc/hosts` included. */
export const systemResolve: Resolve = async (host) =>
  isIP(host) > 0 ? [host] : (await dns.lookup(host, { all: true })).map(({ address }) => address);

/** The addresses of a name, looked up again as time goes by: a load balancer has other nodes when its load changes. */
export class Addresses {
  readonly #host: string;
  readonly #resolve: Resolve;
  readonly #most: number;
  #current: readonly string[] = [];
  /** Look-ups that failed after the first. */
  failures = 0;

  constructor(host: string, resolve: Resolve, most: number) {
    this.#host = host;
    this.#resolve = resolve;
    this.#most = most;
  }

  get current(): readonly string[] {
    return this.#current;
  }

  /** @throws Error where the name has no address */
  async start(): Promise<void> {
    this.#current = await this.#lookUp();
    if (this.#current.length === 0) throw new Error("the name has no address");
  }

  /** Keeps the addresses that are known where the look-up fails. */
  async refresh(): Promise<void> {
    try {
      const found = await this.#lookUp();
      if (found.length > 0) this.#current = found;
    } catch {
      this.failures += 1;
    }
  }

  async #lookUp(): Promise<readonly string[]> {
    return [...new Set(await this.#resolve(this.#host))].sort().slice(0, this.#most);
  }
}
