import { decodeBytes } from "#trace/logs/byte-table.ts";
import { type LineKind, lineKind } from "#trace/logs/line-kind.ts";
import { scanFields } from "#trace/logs/scan-fields.ts";
import { Connections, NlbConnections } from "./connections.ts";
import { Flows } from "./flows.ts";
import { HealthChecks } from "./health-checks.ts";

/** Logs that a load balancer or its network writes besides the access log, by the kind of their lines. */
export type OtherKind = Extract<LineKind, "connection" | "health-check" | "nlb" | "flow">;

const mostFields = 32;

/** What logs other than access logs say. Their lines can be taken in any order, but for the header of a flow log. */
export class OtherLogs {
  readonly healthChecks = new HealthChecks();
  readonly connections = new Connections();
  readonly nlb = new NlbConnections();
  readonly flows = new Flows();
  /** Lines that were used, and the files that they were in. */
  readonly used = new Map<OtherKind, { rows: number; files: number }>();
  readonly #inFile = new Set<OtherKind>();
  readonly #spans = new Int32Array(2 * mostFields);
  #inFlowLog = false;

  beginFile(): void {
    this.#inFlowLog = false;
    this.#inFile.clear();
  }

  /** The kind of a line that is none of an access log; one of the four that is not used is of no known log. */
  take(bytes: Uint8Array, from: number, to: number): LineKind {
    const kind = lineKind(bytes, from, to);
    const known = kind === "unknown" && this.#inFlowLog ? "flow" : kind;
    if (known !== "connection" && known !== "health-check" && known !== "nlb" && known !== "flow") return known;
    const fields = this.#fieldsOf(bytes, from, to);
    if (known === "flow" && fields.includes("srcaddr")) {
      this.#inFlowLog = true;
      this.flows.header(fields);
      return known;
    }
    if (!this.#taken(known, fields)) return "unknown";
    this.#count(known);
    return known;
  }

  #count(kind: OtherKind): void {
    const known = this.used.get(kind) ?? { rows: 0, files: 0 };
    this.used.set(kind, known);
    known.rows += 1;
    if (!this.#inFile.has(kind)) known.files += 1;
    this.#inFile.add(kind);
  }

  #taken(kind: OtherKind, fields: readonly string[]): boolean {
    switch (kind) {
      case "connection":
        return this.connections.take(fields);
      case "health-check":
        return this.healthChecks.take(fields);
      case "nlb":
        return this.nlb.take(fields);
      case "flow":
        return this.flows.take(fields);
    }
  }

  #fieldsOf(bytes: Uint8Array, from: number, to: number): readonly string[] {
    const count = scanFields(bytes, from, to, this.#spans, mostFields);
    return Array.from({ length: count }, (_, at) => decodeBytes(bytes, this.#spans[2 * at] ?? 0, this.#spans[2 * at + 1] ?? 0));
  }
}
