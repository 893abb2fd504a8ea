/** Errors of the SDK, by what can be done about them. */

export const failureKinds = [
  "throttled",
  "denied",
  "expired",
  "no-credentials",
  "missing",
  "unreachable",
  "sdk-missing",
  "other",
] as const;

export type FailureKind = (typeof failureKinds)[number];

export class AwsFailure extends Error {
  readonly kind: FailureKind;
  /** The API action, such as `DescribeTargetGroups`. */
  readonly operation: string;
  constructor(kind: FailureKind, operation: string, detail: string) {
    super(sentence(kind, operation, detail));
    this.name = "AwsFailure";
    this.kind = kind;
    this.operation = operation;
  }
}

/** Error codes of the API (ELBv2 API reference, common errors) and of Node's sockets. */
const kindsByName: ReadonlyMap<string, FailureKind> = new Map([
  ...named(
    "throttled",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
    "TooManyRequestsException",
  ),
  ...named("denied", "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "OptInRequired", "NotAuthorized"),
  ...named("expired", "ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId"),
  ...named("expired", "UnrecognizedClientException", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidIdentityToken"),
  ...named("no-credentials", "CredentialsProviderError", "ProviderError"),
  ...named("missing", "TargetGroupNotFound", "TargetGroupNotFoundException"),
  ...named("missing", "LoadBalancerNotFound", "LoadBalancerNotFoundException"),
  ...named("missing", "ListenerNotFound", "ListenerNotFoundException"),
  ...named("unreachable", "TimeoutError", "RequestTimeout", "ServiceUnavailable", "InternalFailure"),
  ...named(
    "unreachable",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EPIPE",
  ),
]);

function named(kind: FailureKind, ...names: readonly string[]): readonly (readonly [string, FailureKind])[] {
  return names.map((name) => [name, kind]);
}

export function awsFailure(error: unknown, operation: string): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const { name = "", code = "", message = "", status = 0 } = partsOf(error);
  const kind = kindsByName.get(name) ?? kindsByName.get(code) ?? kindOfStatus(status);
  return new AwsFailure(kind, operation, message === "" ? name : message);
}

function kindOfStatus(status: number): FailureKind {
  if (status === 429) return "throttled";
  if (status === 403 || status === 401) return "denied";
  return status >= 500 ? "unreachable" : "other";
}

interface ErrorParts {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
}

function partsOf(error: unknown): ErrorParts {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : 0;
  return { name, message, code, status };
}

/** AWS's texts may quote ARNs and policies at length. */
const longestDetail = 200;

function sentence(kind: FailureKind, operation: string, detail: string): string {
  const more = detail === "" ? "" : `: ${detail.slice(0, longestDetail)}`;
  switch (kind) {
    case "throttled":
      return `AWS throttles elasticloadbalancing:${operation}`;
    case "denied":
      return `AWS denies elasticloadbalancing:${operation}; allow it in the role's IAM policy (docs/aws.md)`;
    case "expired":
      return `AWS rejects the credentials for elasticloadbalancing:${operation}${more}`;
    case "no-credentials":
      return "no AWS credentials found; give the ServiceAccount a role, or set AWS_PROFILE (docs/aws.md)";
    case "missing":
      return `AWS knows no such object (${operation})`;
    case "unreachable":
      return `the API of Elastic Load Balancing cannot be reached for ${operation}${more}`;
    case "sdk-missing":
      return "the AWS SDK is not installed: npm install @aws-sdk/client-elastic-load-balancing-v2";
    case "other":
      return `elasticloadbalancing:${operation} failed${more}`;
  }
}
