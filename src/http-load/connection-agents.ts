import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import type { Turn } from "#probe/load/turn.ts";
import type { ProbeTarget } from "./probe-target.ts";

type Agent = HttpAgent | HttpsAgent;

/** The connections that are kept, a pool for each slot of each address. */
export class ConnectionAgents {
  readonly #target: ProbeTarget;
  readonly #kept = new Map<string, Agent>();

  constructor(target: ProbeTarget) {
    this.#target = target;
  }

  /** False: a connection of its own, closed after the response. */
  for({ connection, address, slot }: Turn): Agent | false {
    if (connection === "fresh") return false;
    const key = `${slot} ${address}`;
    const known = this.#kept.get(key) ?? this.#made();
    this.#kept.set(key, known);
    return known;
  }

  close(): void {
    for (const agent of this.#kept.values()) agent.destroy();
    this.#kept.clear();
  }

  #made(): Agent {
    const options = { keepAlive: true, maxFreeSockets: 1 } as const;
    return this.#target.url.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
  }
}

/** What a given certificate adds to those that are trusted anyway. */
export const trusted = ({ ca }: ProbeTarget): { readonly ca?: string[] } =>
  ca === undefined ? {} : { ca: [...rootCertificates, ca] };
