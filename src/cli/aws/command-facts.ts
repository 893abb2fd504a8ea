import { loadElbApi } from "#aws/api/load-api.ts";
import { type ReadOnce, readFactsOnce } from "#aws/read-facts-once.ts";
import { systemClock } from "#clock/clock.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { Configuration } from "#settings/read-settings.ts";
import type { AwsOptions } from "./aws-options.ts";

export interface CommandFacts {
  /** Undefined without `--aws`. */
  readonly awsFacts: AwsFacts | undefined;
  /** One sentence for each thing that could not be read. */
  readonly remarks: readonly string[];
}

/** Progress is worth a line only where a person waits. */
const tellEvery = 100;

/** What AWS reports about these target groups, read once. Nothing that goes wrong here ends a command. */
export async function readCommandFacts(
  arns: () => readonly string[],
  { aws: wanted, awsRegion, awsEndpoint }: AwsOptions,
  { region, endpoint, prefer }: Configuration["aws"],
  { onProgress, withTargetStates = false }: { onProgress: (line: string) => void; withTargetStates?: boolean },
): Promise<CommandFacts> {
  if (wanted !== true) return { awsFacts: undefined, remarks: [] };
  const read = await readFactsOnce(arns(), {
    load: loadElbApi,
    region: awsRegion ?? region,
    endpoint: awsEndpoint ?? endpoint,
    clock: systemClock,
    random: Math.random,
    withTargetStates,
    onProgress: (done, all) => {
      if (done % tellEvery === 0) onProgress(`AWS: ${done} of ${all} target groups`);
    },
  });
  return { awsFacts: read.facts.factsAt(systemClock.nowMs(), prefer), remarks: remarksOf(read) };
}

const remarksOf = ({ failures }: ReadOnce): readonly string[] =>
  failures.map(({ message }) => `note: ${message}; what only AWS knows is assumed`);
