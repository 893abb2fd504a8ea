/** Rows as vended logs deliver them. */
export function jsonDelivery(text: string): string {
  const names = [
    ...["type", "time", "elb", "client_port", "target_port", "request_processing_time", "target_processing_time"],
    ...["response_processing_time", "elb_status_code", "target_status_code", "received_bytes", "sent_bytes", "request_line"],
    ...["user_agent", "ssl_cipher", "ssl_protocol", "target_group_arn", "trace_id", "domain_name", "chosen_cert_arn"],
    ...["matched_rule_priority", "request_creation_time", "actions_executed", "redirect_url", "error_reason"],
    ...["target_port_list", "target_status_code_list", "classification", "classification_reason", "conn_trace_id"],
    ...["transformed_host", "transformed_uri", "request_transform_status", "ip_address"],
  ];
  const lines = text.split("\n").filter((line) => line !== "");
  return lines
    .map((line) => {
      const values = (line.match(/"[^"]*"|\S+/g) ?? []).map((value) => value.replaceAll('"', ""));
      return JSON.stringify(Object.fromEntries(names.map((name, index) => [name, values[index]])));
    })
    .join("\n");
}
