/** Names of the fields in JSON delivery, each with those it goes by elsewhere, in the order of the plain line. */
const names: readonly (readonly string[])[] = [
  ["type"],
  ["time"],
  ["elb"],
  ["client_port", "client:port", "client_ip_port"],
  ["target_port", "target:port", "target_ip_port"],
  ["request_processing_time"],
  ["target_processing_time"],
  ["response_processing_time"],
  ["elb_status_code"],
  ["target_status_code"],
  ["received_bytes"],
  ["sent_bytes"],
  ["request_line", "request"],
  ["user_agent"],
  ["ssl_cipher"],
  ["ssl_protocol"],
  ["target_group_arn"],
  ["trace_id"],
  ["domain_name"],
  ["chosen_cert_arn"],
  ["matched_rule_priority"],
  ["request_creation_time"],
  ["actions_executed"],
  ["redirect_url"],
  ["error_reason", "lambda_error_reason"],
  ["target_port_list", "target:port_list"],
  ["target_status_code_list"],
  ["classification"],
  ["classification_reason"],
  ["conn_trace_id"],
  ["transformed_host"],
  ["transformed_uri"],
  ["request_transform_status"],
  ["ip_address"],
  ["target_error_code"],
  ["elb_error_code"],
];

const [request, userAgent] = [12, 13];

/** A row of JSON delivery as the plain line it would have been; undefined for JSON of another kind. */
export function plainLineOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const texts = names.map((aliases) => textOf(aliases.map((name) => fields.get(name)).find((found) => found !== undefined)));
  if (texts[1] === "-" || texts[8] === "-" || texts[2] === "-") return undefined;
  return texts.map((text, at) => (at === request || at === userAgent || needsQuotes(text) ? quoted(text) : text)).join(" ");
}

function textOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value.replace(/[\r\n]/g, " ") : "-";
}

const needsQuotes = (text: string): boolean => text.includes(" ") || text.startsWith('"') || text.includes("\\");

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\x5C").replaceAll('"', "\\x22")}"`;
