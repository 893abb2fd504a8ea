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

/** As Go's `net.ParseCIDR` reads one; the digits of an IPv6 address are not looked at one by one. */
function isCidr(text: string): boolean {
  const [address = "", length = "", ...rest] = text.split("/");
  if (rest.length > 0) return false;
  if (address.includes(":")) return /^[0-9a-fA-F:.]{2,45}$/.test(address) && isNumberTo(length, 128);
  const octets = address.split(".");
  return octets.length === 4 && octets.every((octet) => isNumberTo(octet, 255)) && isNumberTo(length, 32);
}

/** No sign, no leading zero. */
const isNumberTo = (text: string, most: number): boolean => /^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= most;
