import { parseBool, parseStringSlice } from "#load-balancers/attributes/go-values.ts";
import { readStringMap } from "#load-balancers/attributes/string-map.ts";
import type { SharedSetting } from "./shared-settings.ts";

/** Why the controller refuses this text, which stops the whole group even where only one member says it; undefined for what it takes. */
export function flawOfSetting(text: string, { comparison, accepted, longest, cidrs }: SharedSetting): string | undefined {
  if (accepted !== undefined && !accepted.includes(text)) return `must be ${accepted.join(" or ")}`;
  if (longest !== undefined && text.length > longest) return `must be no longer than ${longest} characters`;
  if (comparison === "boolean" && parseBool(text) === undefined) return "must be true or false";
  if (comparison === "map" && !readStringMap(text).ok) return "must be pairs of the form key=value, separated by commas";
  if (cidrs !== true) return undefined;
  const wrong = parseStringSlice(text).find((cidr) => !isCidr(cidr));
  return wrong === undefined ? undefined : `must be CIDRs such as 10.0.0.0/8, and ${wrong} is not one`;
}

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}/(?:3[0-2]|[12]?[0-9])$`);
const ipv6 = /^[0-9a-fA-F:.]{2,45}\/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;

/** IPv6 addresses are not looked at digit by digit. */
const isCidr = (text: string): boolean => (text.includes(":") ? ipv6 : ipv4).test(text);
