import { isMap, isSeq, parseDocument, stringify } from "yaml";
import { objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";

/** The parts of a Pod that termination depends on, side by side as a unified diff of YAML. */
export function podDiff(deployment: unknown, pod: unknown): readonly string[] {
  const sent = relevant(objectAt(deployment, "spec", "template"));
  const stored = relevant(pod);
  return lineDiff(toLines(sent), toLines(stored));
}

function relevant(pod: unknown): unknown {
  const spec = objectAt(pod, "spec");
  const containers = Array.isArray(spec["containers"]) ? spec["containers"] : [];
  const annotations = objectAt(pod, "metadata", "annotations");
  const ours = Object.fromEntries(
    [keys.injected, keys.why].flatMap((key) => (annotations[key] === undefined ? [] : [[key, annotations[key]]])),
  );
  return {
    ...(Object.keys(ours).length === 0 ? {} : { metadata: { annotations: ours } }),
    spec: {
      containers: containers.map((container) => {
        const { name, image, lifecycle } = objectAt(container);
        return { name, image, ...(lifecycle === undefined ? {} : { lifecycle }) };
      }),
      ...(spec["readinessGates"] === undefined ? {} : { readinessGates: spec["readinessGates"] }),
      terminationGracePeriodSeconds: spec["terminationGracePeriodSeconds"] ?? 30,
    },
  };
}

const toLines = (value: unknown): readonly string[] => {
  const document = parseDocument(stringify(value, { lineWidth: 0 }));
  if (isMap(document.contents) || isSeq(document.contents)) document.contents.flow = false;
  return document.toString({ lineWidth: 0 }).trimEnd().split("\n");
};

/** Longest common subsequence; the texts have a dozen lines. */
function lineDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const [head, ...rest] = before;
  if (head === undefined) return after.map((line) => `+ ${line}`);
  const at = after.indexOf(head);
  if (at < 0) return [`- ${head}`, ...lineDiff(rest, after)];
  return [...after.slice(0, at).map((line) => `+ ${line}`), `  ${head}`, ...lineDiff(rest, after.slice(at + 1))];
}
