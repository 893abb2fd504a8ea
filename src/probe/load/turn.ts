import type { ConnectionKind } from "#probe/results/outcome.ts";

/** Kept connections to one address: each may lead to another Pod where the load balancer forwards connections, not requests. */
const keptPerAddress = 4;

/** Where the `n`th request goes. */
export interface Turn {
  readonly address: string;
  readonly connection: ConnectionKind;
  /** Which of the kept connections to this address. */
  readonly slot: number;
}

/** Every address in turn, and each by a fresh connection and by a kept one. `addresses` is not empty. */
export function turnOf(n: number, addresses: readonly string[]): Turn {
  const pair = Math.floor(n / 2);
  const address = addresses[pair % addresses.length] ?? "";
  const connection = n % 2 === 0 ? "fresh" : "kept";
  return { address, connection, slot: Math.floor(pair / addresses.length) % keptPerAddress };
}
