import { asList, asText, asTextMap, asTexts, at } from "#kubernetes/objects/lenient-json.ts";
import type { Program, ProgramName } from "#model/workloads/program.ts";
import { imageName } from "./image-name.ts";

/** What is kept of a command line: more than any controller has, and no more than a Deployment may cost. */
const mostArguments = 200;
const longestArgument = 2_000;

interface Candidate {
  readonly containerName: string;
  readonly repository: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly has: (flag: string) => boolean;
}

const nameLabel = "app.kubernetes.io/name";

/**
 * By image, else by label or container name, else by arguments that no other program has together: Helm's `nameOverride` changes the
 * label, a mirror may rename the image, and the container keeps the chart's name.
 */
const recognised: Readonly<Record<ProgramName, (candidate: Candidate) => boolean>> = {
  "aws-load-balancer-controller": ({ containerName, repository, labels, has }) =>
    repository === "aws-load-balancer-controller" ||
    (has("cluster-name") &&
      (labels[nameLabel] === "aws-load-balancer-controller" ||
        containerName === "aws-load-balancer-controller" ||
        has("ingress-class"))),
  "cluster-autoscaler": ({ repository, labels, has }) =>
    /^cluster-autoscaler(-amd64|-arm64)?$/.test(repository) ||
    ((has("node-group-auto-discovery") || has("nodes")) &&
      (has("cloud-provider") ||
        labels["app"] === "cluster-autoscaler" ||
        /(^|-)cluster-autoscaler$/.test(labels[nameLabel] ?? ""))),
};

const names = Object.keys(recognised) as readonly ProgramName[];

/** Undefined for a Deployment that runs neither; the first container that runs one counts. */
export function readProgram(deployment: unknown): Program | undefined {
  const labels = asTextMap(at(deployment, "metadata", "labels"));
  for (const container of asList(at(deployment, "spec", "template", "spec", "containers"))) {
    const written = [...asTexts(at(container, "command")), ...asTexts(at(container, "args"))];
    const image = asText(at(container, "image")) ?? "";
    const { repository, tag } = imageName(image);
    const has = (flag: string): boolean => written.some((text) => text === `--${flag}` || text.startsWith(`--${flag}=`));
    const candidate = { containerName: asText(at(container, "name")) ?? "", repository, labels, has };
    const name = names.find((known) => recognised[known](candidate));
    if (name === undefined) continue;
    return {
      name,
      image: image.slice(0, longestArgument),
      version: [tag, labels["app.kubernetes.io/version"] ?? ""].find(isVersion),
      arguments: filledIn(written.slice(0, mostArguments), container),
    };
  }
  return undefined;
}

const isVersion = (text: string): boolean => /^v?\d{1,5}\.\d{1,5}(\.\d{1,5})?([-+][0-9A-Za-z.+-]{1,60})?$/.test(text);

/** As the kubelet expands `$(NAME)`; a variable without a value of its own stays as it is written. */
function filledIn(written: readonly string[], container: unknown): readonly string[] {
  const values = new Map(
    asList(at(container, "env")).flatMap((entry) => {
      const name = asText(at(entry, "name"));
      const value = asText(at(entry, "value"));
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  return written.map((text) =>
    text
      .slice(0, longestArgument)
      .replace(/\$\(([A-Za-z_][A-Za-z0-9_]{0,200})\)/g, (whole, name: string) => values.get(name) ?? whole)
      .slice(0, longestArgument),
  );
}
