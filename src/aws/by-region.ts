import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";

/** A cluster's target groups are in its own region; bindings that name many others would only use up requests. */
const mostRegions = 4;

/** ARNs by the region that they name, in their order; those of another region than `only` are left out. */
export function byRegion(arns: readonly string[], only: string | undefined): ReadonlyMap<string, readonly string[]> {
  const regions = new Map<string, string[]>();
  for (const arn of arns) {
    const region = parseTargetGroupArn(arn)?.region;
    if (region === undefined || (only !== undefined && region !== only)) continue;
    const known = regions.get(region);
    if (known === undefined) regions.set(region, [arn]);
    else known.push(arn);
  }
  const largest = [...regions].sort(([, a], [, b]) => b.length - a.length).slice(0, mostRegions);
  return new Map(largest);
}
