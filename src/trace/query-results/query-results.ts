import type { RequestLog } from "#trace/logs/request-log.ts";
import { takeCounted } from "./counted-rows.ts";
import { csvFields } from "./csv-fields.ts";
import { failureLine } from "./failure-line.ts";
import { failuresMark, type ResultRow, resultNumber, resultText, targetsMark } from "./result-columns.ts";

/** What a line of a result holds: the line of an access log, requests that were counted, or nothing of use. */
export type ResultLine = { readonly accessLine: string } | "counted" | "unread";

/** Reads the results of the two queries, whose first line names their columns. */
export class QueryResults {
  #columns: readonly string[] | undefined;
  /** Requests in rows that count several. */
  requests = 0;
  files = 0;
  /** Lines of the logs that did not fit the pattern of the queried table. */
  unfit = 0;

  beginFile(): void {
    this.#columns = undefined;
  }

  get inResult(): boolean {
    return this.#columns !== undefined;
  }

  /** False where the line is not the first one of a result. */
  header(line: string): boolean {
    const fields = csvFields(line);
    if (fields[0] !== "outlive") return false;
    this.#columns = fields;
    this.files += 1;
    return true;
  }

  line(text: string, log: RequestLog): ResultLine {
    const fields = csvFields(text);
    const row: ResultRow = new Map((this.#columns ?? []).map((name, at) => [name, fields[at] ?? ""]));
    switch (row.get("outlive")) {
      case failuresMark: {
        const accessLine = failureLine(row);
        return accessLine === undefined ? "unread" : { accessLine };
      }
      case targetsMark: {
        if (!takeCounted(log, row)) return "unread";
        const kind = resultText(row, "kind");
        if (kind === "arrival") this.requests += resultNumber(row, "requests");
        if (kind === "unread") this.unfit += resultNumber(row, "requests");
        return "counted";
      }
      default:
        return "unread";
    }
  }
}
