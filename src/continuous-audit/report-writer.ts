import type { Timers } from "#clock/clock.ts";
import { ApiError, statusOf } from "#kubernetes/api/api-error.ts";
import { objectAt } from "#kubernetes/api/api-object.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { ReportApi } from "#reports/report-api.ts";
import type { ReportContent } from "#reports/report-content.ts";
import { type FirstSeen, reportObject } from "#reports/report-object.ts";
import { readStoredReport, type StoredReport } from "#reports/stored-report.ts";
import { discoverReportApi, listReports, type ReportApiChoice, reportPath, reportsPath } from "./report-store.ts";
import type { WritePace } from "./write-pace.ts";

export type ReportWrite = "create" | "update" | "delete";
export type ReportOperation = ReportWrite | "list";

export type ReportEvent =
  | { readonly event: "written"; readonly write: ReportWrite }
  | { readonly event: "failed"; readonly operation: ReportOperation; readonly error: unknown }
  /** Somebody else's report has the name of ours. */
  | { readonly event: "foreign"; readonly name: string }
  | { readonly event: "api"; readonly api: ReportApi["name"] | undefined };

interface ReportWriterParts {
  readonly client: ApiClient;
  readonly choice: ReportApiChoice;
  readonly clock: Timers;
  /** How long this replica may still write; 0 where another one may. */
  readonly remainingMs: () => number;
  readonly pace: WritePace;
  readonly onEvent: (event: ReportEvent) => void;
}

interface Wanted {
  readonly namespace: string;
  /** Undefined: no report. */
  readonly content: ReportContent | undefined;
}

/**
 * Makes the reports in the cluster those that are wanted, one write after the other and only where something differs. It writes by
 * POST, PUT and DELETE: server-side apply cannot own one result of a list, and servers of reports do not store what it sends.
 */
export class ReportWriter {
  readonly #parts: ReportWriterParts;
  readonly #wanted = new Map<string, Wanted>();
  #stored = new Map<string, StoredReport>();
  #api: ReportApi | undefined;
  #loaded = false;
  #isKnown: ((uid: string) => boolean) | undefined;
  #running = false;
  #stopped = false;
  #cancel = (): void => {};
  #cancelLoad = (): void => {};
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: ReportWriterParts) {
    this.#parts = parts;
  }

  /** Reads which reports there are, at the begin of a pass; nothing is written before. Where that fails, it goes on trying. */
  load(): Promise<void> {
    this.#isKnown = undefined;
    return this.#tryToLoad();
  }

  async #tryToLoad(): Promise<void> {
    const { pace, onEvent } = this.#parts;
    this.#cancelLoad();
    try {
      await this.#load();
      // Somebody may install the definitions at any time, and then what was found waits to be written.
      if (this.#api === undefined) this.#loadIn(pace.discoverMs);
    } catch (error) {
      onEvent({ event: "failed", operation: "list", error });
      this.#loadIn(pace.retryMs);
    }
  }

  #loadIn(delayMs: number): void {
    if (this.#stopped) return;
    this.#cancelLoad = this.#parts.clock.after(delayMs, () => {
      if (this.#parts.remainingMs() > 0) void this.#tryToLoad();
    });
  }

  async #load(): Promise<void> {
    const { client, choice, onEvent } = this.#parts;
    const api = await discoverReportApi(client, choice);
    const stored = api === undefined ? [] : await listReports(client, api);
    if (!this.#loaded || api?.name !== this.#api?.name) onEvent({ event: "api", api: api?.name });
    this.#api = api;
    this.#stored = new Map(stored);
    this.#loaded = true;
    if (this.#isKnown !== undefined) this.prune(this.#isKnown);
    this.#run();
  }

  /** Whether the cluster's report on a workload says the same; with no hash, whether there is none. */
  holds(uid: string, hash: string | undefined): boolean {
    return this.#stored.get(uid)?.hash === hash;
  }

  want(uid: string, namespace: string, content: ReportContent | undefined): void {
    this.#wanted.set(uid, { namespace, content });
    this.#run();
  }

  /** Removes reports on workloads that nobody wants one about any more, also once they can be read. */
  prune(isKnown: (uid: string) => boolean): void {
    this.#isKnown = isKnown;
    for (const { uid, namespace } of this.#stored.values()) if (!isKnown(uid)) this.want(uid, namespace, undefined);
  }

  /** How many reports wait to be written or removed. */
  get waiting(): number {
    return this.#wanted.size;
  }

  /** Forgets everything: another replica writes from now on. */
  reset(): void {
    this.#wanted.clear();
    this.#stored.clear();
    this.#loaded = false;
    this.#api = undefined;
    this.#isKnown = undefined;
    this.#cancelLoad();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    this.#cancelLoad();
    await this.#writing;
  }

  #run(): void {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    this.#later(0);
  }

  #later(delayMs: number): void {
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      this.#writing = this.#turn();
    });
  }

  /** One write; what needs none is passed over at once. */
  async #turn(): Promise<void> {
    const { pace, remainingMs } = this.#parts;
    const next = this.#api === undefined ? undefined : this.#nextDifferent();
    if (next === undefined || this.#stopped) {
      this.#running = false;
      return;
    }
    if (remainingMs() < pace.requestMs) return this.#later(pace.retryMs);
    const [uid, wanted] = next;
    this.#wanted.delete(uid);
    let delayMs = pace.writeMs;
    try {
      await this.#write(uid, wanted);
    } catch (error) {
      delayMs = pace.retryMs;
      this.#parts.onEvent({ event: "failed", operation: this.#kindOf(uid, wanted), error });
      // What the server refuses for what it says would be refused again, until it says something else.
      if (isTransient(error) && !this.#wanted.has(uid)) this.#wanted.set(uid, wanted);
    }
    if (!this.#stopped) this.#later(delayMs);
  }

  #nextDifferent(): readonly [string, Wanted] | undefined {
    for (const [uid, wanted] of this.#wanted) {
      if (!this.holds(uid, wanted.content?.hash)) return [uid, wanted];
      this.#wanted.delete(uid);
    }
    return undefined;
  }

  async #write(uid: string, { namespace, content }: Wanted): Promise<void> {
    const api = this.#api;
    if (api === undefined) return;
    const stored = this.#stored.get(uid);
    const write = this.#kindOf(uid, { namespace, content });
    if (content === undefined) return this.#remove(api, uid, stored?.namespace ?? namespace);
    const firstSeen = this.#firstSeen(content, stored);
    const path = stored === undefined ? reportsPath(api, namespace) : reportPath(api, namespace, uid);
    const object = reportObject(content, api, firstSeen, stored?.resourceVersion);
    try {
      const answer = await this.#send(stored === undefined ? "POST" : "PUT", path, object);
      this.#remember(uid, answer);
      this.#parts.onEvent({ event: "written", write });
    } catch (error) {
      if (statusOf(error) !== 409 && statusOf(error) !== 404) throw error;
      await this.#readAgain(api, uid, { namespace, content }, error);
    }
  }

  #kindOf(uid: string, { content }: Wanted): ReportWrite {
    if (content === undefined) return "delete";
    return this.#stored.has(uid) ? "update" : "create";
  }

  async #remove(api: ReportApi, uid: string, namespace: string): Promise<void> {
    try {
      await this.#send("DELETE", reportPath(api, namespace, uid), undefined);
      this.#parts.onEvent({ event: "written", write: "delete" });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
    this.#stored.delete(uid);
  }

  /** Somebody was faster, or has deleted it, its namespace or the API itself. */
  async #readAgain(api: ReportApi, uid: string, wanted: Wanted, refused: unknown): Promise<void> {
    const path = reportPath(api, wanted.namespace, uid);
    const found = await objectAt(this.#parts.client, path);
    const stored = readStoredReport(found);
    if (found !== undefined && stored === undefined) return this.#parts.onEvent({ event: "foreign", name: path });
    const created = this.#stored.get(uid) === undefined;
    this.#stored.delete(uid);
    if (stored !== undefined) this.#stored.set(uid, stored);
    // A report that cannot be created where there is none: the namespace or the API has gone.
    else if (created) {
      this.#loaded = false;
      await this.#tryToLoad();
      if (this.#api?.name === api.name) throw refused;
    }
    if (!this.#wanted.has(uid)) this.#wanted.set(uid, wanted);
  }

  async #send(method: "POST" | "PUT" | "DELETE", path: string, object: object | undefined): Promise<unknown> {
    const body = object === undefined ? {} : { body: JSON.stringify(object) };
    const signal = AbortSignal.timeout(this.#parts.pace.requestMs);
    return (await this.#parts.client.request(path, { method, signal, ...body })).json();
  }

  #remember(uid: string, answer: unknown): void {
    const stored = readStoredReport(answer);
    if (stored !== undefined) this.#stored.set(uid, stored);
  }

  /** A finding that stays keeps its time, or readers of reports would take it for a new one after each restart. */
  #firstSeen({ results }: ReportContent, stored: StoredReport | undefined): FirstSeen {
    const nowSeconds = Math.floor(this.#parts.clock.nowMs() / 1000);
    return Object.fromEntries(results.map(({ id }) => [id, stored?.firstSeen[id] ?? nowSeconds]));
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  const { status } = error;
  return status === undefined || status === 409 || status === 429 || status >= 500;
}
