import { expect, test } from "vitest";
import { awsFailure } from "#aws/api/aws-failure.ts";
import { loadElbApi } from "#aws/api/load-api.ts";

const named = (name: string, more: object = {}): Error => Object.assign(new Error("detail"), { name }, more);

test.each([
  [named("ThrottlingException"), "throttled"],
  [named("Throttling"), "throttled"],
  [named("Unknown", { $metadata: { httpStatusCode: 429 } }), "throttled"],
  [named("AccessDeniedException"), "denied"],
  [named("Unknown", { $metadata: { httpStatusCode: 403 } }), "denied"],
  [named("ExpiredTokenException"), "expired"],
  [named("CredentialsProviderError"), "no-credentials"],
  [named("TargetGroupNotFoundException"), "missing"],
  [named("Error", { code: "ENOTFOUND" }), "unreachable"],
  [named("TimeoutError"), "unreachable"],
  [named("Unknown", { $metadata: { httpStatusCode: 503 } }), "unreachable"],
  [named("ValidationError"), "other"],
  ["not an error", "other"],
])("%s is %s", (error, kind) => {
  expect(awsFailure(error, "DescribeTargetGroups").kind).toBe(kind);
});

test("a long text of AWS's is cut", () => {
  const { message } = awsFailure(
    Object.assign(new Error("x".repeat(10_000)), { name: "ValidationError" }),
    "DescribeTargetGroups",
  );
  expect(message.length).toBeLessThan(300);
});

test("an SDK that is not installed is one sentence", async () => {
  const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  await expect(loadElbApi(() => Promise.reject(missing))).rejects.toMatchObject({
    kind: "sdk-missing",
    message: "the AWS SDK is not installed: npm install @aws-sdk/client-elastic-load-balancing-v2",
  });
});

test("another error while it is loaded is not taken for that", async () => {
  await expect(loadElbApi(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
