import { decodeBytes } from "./byte-table.ts";

/** Lines that are not of an ALB access log. The first four come from a load balancer as well. */
export type LineKind =
  | "connection"
  | "health-check"
  | "nlb"
  | "flow"
  | "test-file"
  | "cloudfront"
  | "web-server"
  | "s3"
  | "parquet"
  | "unknown";

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const flowHeader = /^(?:version|account-id|srcaddr|dstaddr|interface-id|start|pkt-srcaddr)\b/;

/** Tells what a line is by its first words: files get renamed and concatenated, so names say little. */
export function lineKind(bytes: Uint8Array, from: number, to: number): LineKind {
  const text = decodeBytes(bytes, from, Math.min(to, from + 300));
  if (text.startsWith("PAR1")) return "parquet";
  if (text.startsWith("Enable AccessLog") || text.startsWith("Enable ConnectionLog")) return "test-file";
  if (text.startsWith("#Version") || text.startsWith("#Fields")) return "cloudfront";
  const words = text.split(" ", 8);
  return ofLoadBalancer(words) ?? ofOthers(text, words);
}

function ofLoadBalancer([first = "", second = "", third = "", fourth = "", , sixth = ""]: readonly string[]):
  | LineKind
  | undefined {
  if (first === "tls" && /^\d\.\d$/.test(second) && time.test(third)) return "nlb";
  if (time.test(first) && /^\d+$/.test(third) && /^\d+$/.test(fourth)) return "connection";
  if (time.test(second) && (sixth === "PASS" || sixth === "FAIL")) return "health-check";
  return undefined;
}

function ofOthers(text: string, [first = "", second = "", third = ""]: readonly string[]): LineKind {
  if (flowHeader.test(first) && text.includes("srcaddr")) return "flow";
  if (/^[2-9]$/.test(first) && /^\d{12}$/.test(second) && third.startsWith("eni-")) return "flow";
  if (/^\S{1,64} \S{1,64} \S{1,64} \[\d\d\/[A-Z]/.test(text)) return "web-server";
  if (/^[0-9a-f]{64} \S{1,64} \[/.test(text)) return "s3";
  return /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t/.test(text) ? "cloudfront" : "unknown";
}
