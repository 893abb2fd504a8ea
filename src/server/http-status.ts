/**
 * What is answered where no review can be: a Kubernetes `Status`. The API server's webhook client decodes it and shows its message
 * to the user behind "failed calling webhook"; of any other JSON it says "unknown" (client-go v0.36 rest/request.go, Result.Error).
 */
export interface StatusBody {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: "Failure";
  readonly message: string;
  readonly reason: string;
  readonly code: number;
}

/** Names of apimachinery's metav1.StatusReason. */
const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  404: "NotFound",
  405: "MethodNotAllowed",
  408: "Timeout",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  500: "InternalError",
  503: "ServiceUnavailable",
};

export const statusBody = (code: number, message: string): StatusBody => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason: reasons[code] ?? (code < 500 ? "BadRequest" : "InternalError"),
  code,
});
