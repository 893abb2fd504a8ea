import type { Finding } from "#model/findings/finding.ts";

/** What clients see of a request that is cut. An NLB forwards connections and responds to nothing itself. */
export const symptomOf = ({ loadBalancer, origin }: Finding["details"]): string =>
  loadBalancer === "nlb"
    ? `connections through ${origin ?? ""} are reset or time out`
    : `clients of ${origin ?? ""} get 502 or 504`;
