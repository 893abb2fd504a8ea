import { NamedCounts } from "./named-counts.ts";

const tlsVerifyStatus = 10;

/** What a connection log of an ALB says: connections of clients whose TLS failed have no line in the access log. */
export class Connections {
  /** By error code. */
  readonly failed = new NamedCounts();
  count = 0;

  take(fields: readonly string[]): boolean {
    this.count += 1;
    const status = fields[tlsVerifyStatus] ?? "-";
    if (status.startsWith("Failed")) this.failed.add(status.slice("Failed:".length));
    return true;
  }
}

const [handshakeTime, tlsAlert] = [8, 11];

/** What an access log of an NLB says: connections of its TLS listeners, without their targets. */
export class NlbConnections {
  /** Handshakes that failed, by the alert that the client sent. */
  readonly failed = new NamedCounts();
  count = 0;

  take(fields: readonly string[]): boolean {
    this.count += 1;
    const alert = fields[tlsAlert] ?? "-";
    if (alert !== "-") this.failed.add(`alert-${alert}`);
    else if (fields[handshakeTime] === "-") this.failed.add("no-handshake");
    return true;
  }
}
