import { accessSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";

/** Where the kubelet puts the credentials of a Pod's ServiceAccount. */
const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

export interface ConfigurationChoice {
  /** Path of a kubeconfig; else the variable KUBECONFIG, ~/.kube/config, and the Pod's own ServiceAccount, in this order. */
  readonly kubeconfig?: string | undefined;
  /** Name of a context of it; else its current one. */
  readonly context?: string | undefined;
  /** Address of the API server in place of the context's. */
  readonly server?: string | undefined;
  /** Bearer token in place of the context's user. */
  readonly token?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
}

export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** @throws ConfigurationError, whose message is one sentence on what is missing or wrong */
export function loadConfiguration(choice: ConfigurationChoice, environment: NodeJS.ProcessEnv): KubeConfig {
  const files = filesOf(choice, environment);
  if (files.length === 0) return inCluster(choice, environment);
  const config = files.map(readConfiguration).reduce(merged);
  const where = files.length === 1 ? `The kubeconfig ${files[0]}` : `The merged kubeconfig ${files.join(delimiter)}`;
  chooseContext(config, choice.context, where);
  override(config, choice);
  withoutTls(config);
  return config;
}

/** As kubectl looks for them: of the files that KUBECONFIG lists, those that are missing are passed over. */
function filesOf({ kubeconfig }: ConfigurationChoice, environment: NodeJS.ProcessEnv): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (environment["KUBECONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
  if (listed.length > 0) {
    const there = listed.filter(exists);
    return there.length > 0 ? there : listed.slice(0, 1);
  }
  const standard = join(environment["HOME"] ?? homedir(), ".kube", "config");
  return exists(standard) ? [standard] : [];
}

function exists(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}

function readConfiguration(file: string): KubeConfig {
  readable(file);
  try {
    const config = new KubeConfig();
    config.loadFromFile(file);
    return config;
  } catch (error) {
    throw new ConfigurationError(`The kubeconfig ${file} is not valid: ${firstLine(error)}`, { cause: error });
  }
}

function readable(file: string): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new ConfigurationError(
      missing
        ? `The kubeconfig ${file} does not exist: set another with --kubeconfig or the variable KUBECONFIG.`
        : `The kubeconfig ${file} cannot be read: ${firstLine(error)}`,
      { cause: error },
    );
  }
  if (text.trim() === "") throw new ConfigurationError(`The kubeconfig ${file} is empty.`);
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

/** The first file that has something wins, as with kubectl; client-node's own merge refuses a name that occurs twice. */
function merged(into: KubeConfig, from: KubeConfig): KubeConfig {
  const lacks = (have: readonly { readonly name: string }[], name: string): boolean => have.every((other) => other.name !== name);
  for (const cluster of from.clusters) if (lacks(into.clusters, cluster.name)) into.addCluster(cluster);
  for (const user of from.users) if (lacks(into.users, user.name)) into.addUser(user);
  for (const context of from.contexts) if (lacks(into.contexts, context.name)) into.addContext(context);
  if (!into.currentContext) into.setCurrentContext(from.currentContext);
  return into;
}

function chooseContext(config: KubeConfig, wanted: string | undefined, where: string): void {
  const name = wanted ?? config.getCurrentContext();
  const known = config.getContexts().map((context) => context.name);
  const known_ = known.length === 0 ? "it has none" : `it has: ${known.join(", ")}`;
  if (!name) throw new ConfigurationError(`${where} names no current context; choose one with --context (${known_}).`);
  if (!known.includes(name)) throw new ConfigurationError(`${where} has no context "${name}"; ${known_}.`);
  config.setCurrentContext(name);
  const context = config.getContextObject(name);
  if (config.getCurrentCluster() === null)
    throw new ConfigurationError(`${where} has no cluster "${context?.cluster}", which its context "${name}" names.`);
  if (config.getCurrentUser() === null)
    throw new ConfigurationError(`${where} has no user "${context?.user}", which its context "${name}" names.`);
}

/** What the command line says in place of the kubeconfig, as kubectl has it. */
function override(config: KubeConfig, { server, token, insecureSkipTlsVerify }: ConfigurationChoice): void {
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  config.clusters = config.clusters.map((other) =>
    other === cluster
      ? { ...other, server: server ?? other.server, skipTLSVerify: insecureSkipTlsVerify ?? other.skipTLSVerify }
      : other,
  );
  if (token !== undefined) config.users = config.users.map((other) => (other === user ? { name: other.name, token } : other));
}

/** `kubectl proxy` speaks plain HTTP, which client-node accepts only with certificate verification off. */
function withoutTls(config: KubeConfig): void {
  const cluster = config.getCurrentCluster();
  if (cluster?.server.startsWith("http:")) {
    config.clusters = config.clusters.map((other) => (other === cluster ? { ...other, skipTLSVerify: true } : other));
  }
}

function inCluster({ context }: ConfigurationChoice, environment: NodeJS.ProcessEnv): KubeConfig {
  if (context !== undefined) throw new ConfigurationError(`No kubeconfig found for context "${context}".`);
  if (!environment["KUBERNETES_SERVICE_HOST"] || !exists(TOKEN_FILE))
    throw new ConfigurationError(
      "No cluster is configured: there is no ~/.kube/config, the variable KUBECONFIG is not set, and this is not a Pod with a ServiceAccount token.",
    );
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}
