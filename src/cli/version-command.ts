import { Command, Option } from "commander";
import { jsonText } from "#wording/printable.ts";
import { buildStamp } from "./build-stamp.ts";
import { type ClusterOptions, withClusterOptions } from "./cluster/cluster-options.ts";
import { releaseConfiguration } from "./cluster/release-configuration.ts";
import { serverVersion } from "./cluster/server-version.ts";
import { withCluster } from "./cluster/with-cluster.ts";
import { CommandError } from "./exit-codes.ts";
import { type CommandIo, print } from "./io.ts";
import { version, versionLine } from "./version.ts";

interface VersionOptions extends ClusterOptions {
  readonly client?: boolean;
  readonly output: "text" | "json";
}

interface ClusterVersions {
  readonly kubernetes: string | undefined;
  /** Of the release that runs there. */
  readonly outlive: string | undefined;
}

/** Nobody waits longer than this for a number. */
const patienceSeconds = 5;

export const versionCommand = (io: CommandIo): Command =>
  withClusterOptions(
    new Command("version")
      .description("print the version of this program, of Outlive in the cluster, and of Kubernetes")
      .option("--client", "of this program only, without a cluster")
      .addOption(new Option("-o, --output <format>", "output format").choices(["text", "json"]).default("text")),
  ).action((options: VersionOptions) => runVersion(options, io));

async function runVersion(options: VersionOptions, io: CommandIo): Promise<void> {
  const cluster = options.client === true ? undefined : await clusterVersions(options, io);
  if (options.output === "json") {
    const server = cluster && { outlive: cluster.outlive ?? null, kubernetes: cluster.kubernetes ?? null };
    io.stdout.write(`${jsonText({ client: { version, ...buildStamp }, cluster: server ?? null }, 2)}\n`);
    return;
  }
  print(io.stdout, `outlive ${versionLine()}`);
  if (cluster === undefined) return;
  print(io.stdout, `in the cluster: ${cluster.outlive === undefined ? "not installed" : `outlive ${cluster.outlive}`}`);
  print(io.stdout, `Kubernetes: ${cluster.kubernetes ?? "not known"}`);
}

/** Undefined where there is no cluster to ask, which is no error here. */
async function clusterVersions(options: VersionOptions, io: CommandIo): Promise<ClusterVersions | undefined> {
  try {
    return await withCluster({ requestTimeout: patienceSeconds, ...options }, io, async (client) => {
      const found = await releaseConfiguration(client);
      const release = found.what === "found" ? found.release.version || "of an unknown version" : undefined;
      return { kubernetes: await serverVersion(client), outlive: release };
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    print(io.stderr, `note: ${error.message}`);
    return undefined;
  }
}
