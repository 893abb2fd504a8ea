import { plainLineOf } from "#trace/logs/json-row.ts";
import { type ResultRow, resultNumber, resultText } from "./result-columns.ts";

/** A failed request of a query's result as the line of an access log that it came from, but for what was hashed or left out. */
export const failureLine = (row: ResultRow): string | undefined =>
  plainLineOf({
    type: resultText(row, "type"),
    time: resultText(row, "time"),
    elb: resultText(row, "elb"),
    target_port: resultText(row, "target"),
    request_processing_time: seconds(resultNumber(row, "request_ms")),
    target_processing_time: seconds(resultNumber(row, "target_ms")),
    response_processing_time: seconds(resultNumber(row, "response_ms")),
    elb_status_code: resultText(row, "status").padStart(3, "0"),
    target_status_code: resultText(row, "target_status"),
    request_line: `${resultText(row, "method")} ${resultText(row, "path_hash")} -`,
    target_group_arn: resultText(row, "target_group_arn"),
    trace_id: resultText(row, "trace_hash"),
    request_creation_time: resultText(row, "created"),
    actions_executed: resultText(row, "actions"),
    error_reason: resultText(row, "error_reason"),
    ip_address: resultText(row, "node"),
  });

const seconds = (ms: number): string => (ms >= 0 ? (ms / 1000).toFixed(3) : "-1");
