/** What a tool asks over HTTP; `body` is undefined where there is none, or none that is JSON. */
export interface GateQuestion {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface GateReply {
  readonly status: number;
  readonly contentType: "text/plain" | "application/json";
  readonly text: string;
}
