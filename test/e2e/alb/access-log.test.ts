import { expect, test } from "vitest";
import { type AccessLogEntry, accessLogFields, accessLogLine, readAccessLogLine } from "./access-log.ts";

/** The shape of the line by which a 504 was traced to a draining target in 'AWS Zero Deployment Downtime', with its values. */
const published =
  'h2 2023-01-07T09:22:52.872365Z app/k8s-apidev-95472999b0/x 202.102.17.226:24502 10.0.2.61:1325 -1 -1 -1 504 - 49 202 "GET https://api.test:443/p/ HTTP/2.0" "curl/7.79.1" ECDHE TLSv1.2 arn:x:targetgroup/k8s-dev-jiamenga-edb70a94b9/081f "Root=1-63b939e2-312611fa7a64f07e63d24099" "api.test" "arn:x:certificate/e38c" 1 2023-01-07T09:22:42.870000Z "forward" "-" "-" "10.0.2.61:1325" "-" "-" "-"';

const entry = {
  type: "http",
  atMs: Date.parse("2023-01-07T09:22:52.872Z"),
  createdMs: Date.parse("2023-01-07T09:22:42.870Z"),
  loadBalancer: "app/k8s-web-shop/0",
  client: "127.0.0.1:24502",
  target: { ip: "10.0.2.61", port: 1325 },
  requestProcessingSeconds: -1,
  targetProcessingSeconds: -1,
  responseProcessingSeconds: -1,
  elbStatus: 504,
  targetStatus: undefined,
  receivedBytes: 49,
  sentBytes: 202,
  method: "GET",
  url: "http://127.0.0.1:80/p/",
  httpVersion: "1.1",
  userAgent: "curl/7.79.1",
  targetGroup: "k8s-dev-jiamenga-edb70a94b9",
  traceId: "Root=1-63b939e2-312611fa7a64f07e63d24099",
  domain: "api.test",
  rulePriority: 1,
  actions: "forward",
  connectionId: "TID_0f00000000000001",
  node: "10.255.0.1",
} as const satisfies AccessLogEntry;
const line = accessLogLine(entry);

const fieldsOf = (text: string): readonly string[] => text.match(/"[^"]*"|\S+/g) ?? [];

/** What was added at the end since the published line was written; the connection's id and the node's address stand without quotes. */
const added = [false, true, true, true, false, true, true];

test("a line has as many fields as one of an ALB, quoted in the same places", () => {
  const shape = (text: string): readonly boolean[] => fieldsOf(text).map((field) => field.startsWith('"'));
  expect(shape(line)).toEqual([...shape(published), ...added]);
  expect(fieldsOf(line)).toHaveLength(accessLogFields.length);
});

test("a quotation mark or a backslash of the client ends no field", () => {
  const told = readAccessLogLine(accessLogLine({ ...entry, userAgent: 'a "b" \\ c', url: 'http://x/"' }));
  expect([told.user_agent, told.request]).toEqual(["a \\x22b\\x22 \\x5C c", "GET http://x/\\x22 HTTP/1.1"]);
  expect(told.elb_error_code).toBe("-");
});

test("a line tells what the published one tells", () => {
  const same = ["target:port", "request_processing_time", "target_processing_time", "response_processing_time"] as const;
  const also = ["elb_status_code", "target_status_code", "user_agent", "trace_id", "matched_rule_priority"] as const;
  const last = ["actions_executed", "target:port_list", "target_status_code_list", "classification_reason"] as const;
  const [ours, theirs] = [readAccessLogLine(line), readAccessLogLine(published)];
  for (const field of [...same, ...also, ...last]) expect([field, ours[field]]).toEqual([field, theirs[field]]);
  expect(ours.request_creation_time).toBe(theirs.request_creation_time);
});
