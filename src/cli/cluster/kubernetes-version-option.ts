import { InvalidArgumentError, Option } from "commander";
import { assumedKubernetes, parseKubernetesVersion } from "#model/kubernetes/version-facts.ts";

export const kubernetesVersionOption = (what: string): Option =>
  new Option(
    "--kubernetes-version <version>",
    `version of Kubernetes ${what} (default for files: ${assumedKubernetes})`,
  ).argParser(understood);

function understood(text: string): string {
  if (parseKubernetesVersion(text) === undefined)
    throw new InvalidArgumentError(`Expected a version such as ${assumedKubernetes}.`);
  return text;
}
