import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { CommandIo } from "#cli/io.ts";
import { ApiError } from "#kubernetes/api/api-error.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { ConfigurationError } from "#kubernetes/api/kubeconfig.ts";
import { type ClusterOptions, clientChoice } from "./cluster-options.ts";

/** Connects, and closes whatever happens. @throws CommandError where the cluster cannot be read */
export async function withCluster<T>(
  options: ClusterOptions,
  { environment }: Pick<CommandIo, "environment">,
  use: (client: ApiClient) => Promise<T>,
): Promise<T> {
  try {
    const client = createClient(clientChoice(options), { ...environment });
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof ApiError) {
      throw new CommandError(error.message, exitCodes.unreadable);
    }
    throw error;
  }
}
