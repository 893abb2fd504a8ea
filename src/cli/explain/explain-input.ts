import type { AuditSource } from "#audit/audit-overview.ts";
import { sourceOf } from "#cli/audit/audit-source.ts";
import { chosenConfiguration } from "#cli/cluster/chosen-configuration.ts";
import { type ChosenConfiguration, fileConfiguration } from "#cli/cluster/file-configuration.ts";
import { serverVersion } from "#cli/cluster/server-version.ts";
import { withCluster } from "#cli/cluster/with-cluster.ts";
import { type CommandIo, print } from "#cli/io.ts";
import { version } from "#cli/version.ts";
import { systemClock } from "#clock/clock.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import type { ExplainOptions } from "./explain-options.ts";
import { type ExplainSource, explainSourceOf, readExplainSource } from "./explain-source.ts";

export interface ExplainInput {
  readonly source: ExplainSource;
  readonly configuration: ChosenConfiguration;
  readonly origin: AuditSource;
}

/** Files are explained by the given configuration, a cluster by that of the release that runs there. @throws CommandError */
export function readExplainInput(
  subject: SubjectName | undefined,
  options: ExplainOptions,
  io: CommandIo,
): Promise<ExplainInput> {
  return options.filename === undefined ? fromCluster(subject, options, io) : fromFiles(subject, options, io);
}

async function fromFiles(subject: SubjectName | undefined, options: ExplainOptions, io: CommandIo): Promise<ExplainInput> {
  const configuration = fileConfiguration(options);
  const source = await readExplainSource(subject, options, configuration.flags, io);
  return {
    source,
    configuration,
    origin: {
      cluster: undefined,
      server: undefined,
      kubernetes: undefined,
      at: new Date(systemClock.nowMs()).toISOString(),
      version,
      configuration: configuration.source,
      installed: false,
      unreadable: [],
    },
  };
}

const fromCluster = (subject: SubjectName | undefined, options: ExplainOptions, io: CommandIo): Promise<ExplainInput> =>
  withCluster(options, io, async (client) => {
    const configuration = await chosenConfiguration(options, client);
    print(io.stderr, configuration.source);
    const source = await explainSourceOf(client, subject, options.namespace);
    return { source, configuration, origin: sourceOf(client, configuration, await serverVersion(client), source.remarks) };
  });
