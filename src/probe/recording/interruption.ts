/** What was missed arrives together with the first sign of life after an interruption. */
const catchUpMs = 1000;

/** When a watch brought nothing because its connection had failed. Milliseconds since 1970. */
export class Interruption {
  /** Before it, everything is known. */
  #notBeforeMs: number | undefined;
  #beganMs = 0;
  #overMs: number | undefined;
  count = 0;
  longestMs = 0;

  /** The connection failed at `nowMs`; `heardMs` is its last sign of life. */
  begin(nowMs: number, heardMs: number): void {
    if (this.#notBeforeMs !== undefined && this.#overMs === undefined) return;
    this.count += 1;
    this.#notBeforeMs = heardMs;
    this.#beganMs = nowMs;
    this.#overMs = undefined;
  }

  /** Something arrived; the moment since which it may have happened, where that is not now. */
  heard(nowMs: number): number | undefined {
    if (this.#notBeforeMs === undefined) return undefined;
    if (this.#overMs === undefined) this.#over(nowMs);
    if (nowMs - (this.#overMs ?? nowMs) <= catchUpMs) return this.#notBeforeMs;
    this.#notBeforeMs = undefined;
    this.#overMs = undefined;
    return undefined;
  }

  /** The recording is over; an interruption that lasts is counted until now. */
  end(nowMs: number): void {
    if (this.#notBeforeMs !== undefined && this.#overMs === undefined) this.#over(nowMs);
  }

  #over(nowMs: number): void {
    this.#overMs = nowMs;
    this.longestMs = Math.max(this.longestMs, nowMs - this.#beganMs);
  }
}
