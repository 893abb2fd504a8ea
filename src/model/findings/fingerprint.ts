import { printRef } from "#model/kubernetes/refs.ts";
import type { Finding } from "./finding.ts";

/** What a finding is known again by when lines move and numbers change: rule, object, field, and the route where there are several. */
export const fingerprint = ({ rule, subject, path, details }: Finding): string =>
  [rule, printRef(subject), path, details["origin"] ?? ""].join("|");
