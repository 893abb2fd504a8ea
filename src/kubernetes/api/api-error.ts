import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";

export type ApiFailure =
  /** There was no answer. */
  | { readonly kind: "connection"; readonly code: string }
  /** The answer was no success. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfterMs: number | undefined }
  /** A watch that had begun well carried the event ERROR. */
  | { readonly kind: "event"; readonly status: number };

/** What went wrong between here and the API server, in one sentence that a person can act on. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly failure: ApiFailure;

  constructor(message: string, failure: ApiFailure, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }

  /** Undefined where no answer came. */
  get status(): number | undefined {
    return this.failure.kind === "connection" ? undefined : this.failure.status;
  }

  /** From the `Status` object that the event ERROR carries. */
  static ofErrorEvent(object: unknown): ApiError {
    const status = asInteger(at(object, "code")) ?? 500;
    const text = asText(at(object, "message")) ?? "no reason";
    return new ApiError(`The API server ended the watch (${status}): ${text}`, { kind: "event", status });
  }
}

export const statusOf = (error: unknown): number | undefined => (error instanceof ApiError ? error.status : undefined);
