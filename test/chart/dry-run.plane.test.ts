import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { createKubectl, type Kubectl } from "../control-plane/kubectl.ts";
import { namespace, only, type Rendered, render, root } from "./helm.ts";
import { valueFiles } from "./value-files.ts";

const plane = inject("controlPlane");
const kubectl: Kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);

/** Under the strictest profile of Pod Security Standards; hostNetwork alone needs more. */
const restricted = `${namespace}-restricted`;

beforeAll(async () => {
  const crds = ["monitoring.coreos.com", "cert-manager.io"].flatMap((group) => [
    "-f",
    join(import.meta.dirname, "crds", `${group}.yaml`),
  ]);
  await must(["apply", "--server-side", ...crds]);
  await must(["wait", "--for=condition=Established", "--timeout=30s", ...crds]);
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  const namespaces = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: restricted, labels } },
  ];
  await must(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items: namespaces });
});

async function must(args: readonly string[], input?: object): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  return stdout + stderr;
}

const tryOut = (objects: readonly unknown[]): Promise<string> =>
  must(["create", "--dry-run=server", "--validate=strict", "-f", "-"], { apiVersion: "v1", kind: "List", items: objects });

/** The values name what current versions want; the name that older ones know brings a warning there. */
function distributed(object: Rendered): Rendered {
  const spec = object["spec"] as object | undefined;
  if (object.kind !== "Service" || spec === undefined || !("trafficDistribution" in spec)) return object;
  return Number(plane.kubernetes.split(".")[1]) < 34
    ? { ...object, spec: { ...spec, trafficDistribution: "PreferClose" } }
    : object;
}

/** Namespaced kinds that helm gives the release's namespace when it installs. */
const placed = (objects: readonly Rendered[]): readonly object[] =>
  objects.map((object) =>
    object.metadata.namespace === undefined && object.kind === "ConfigMap"
      ? { ...object, metadata: { ...object.metadata, namespace } }
      : object,
  );

describe("the API server takes every object", () => {
  test.each(valueFiles)("of %s", async (file) => {
    const objects = render({ files: [file] });
    const said = await tryOut(placed(objects.map(distributed)));
    expect(
      said
        .trim()
        .split("\n")
        .filter((line) => line.includes("created (server dry run)")),
    ).toHaveLength(objects.length);
    expect(said).not.toMatch(/warning/i);
  });

  test("of a kustomize overlay", async () => {
    const { stdout } = await kubectl(["kustomize", join(root, "deploy/kustomize/example")]);
    const { code, stderr } = await kubectl(["apply", "--dry-run=server", "-f", "-"], { input: stdout });
    expect(`${code} ${stderr}`).toBe("0 ");
  });
});

describe("Pod Security admits the Pods as restricted", () => {
  const usual = valueFiles.filter((file) => !/overlay|everything/.test(file));
  test.each(usual)("of %s", async (file) => {
    const objects = render({ files: [file], namespace: restricted });
    const { metadata, spec } = (only(objects, "Deployment")["spec"] as { template: { metadata: object; spec: object } }).template;
    const pods = [
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...metadata, name: "try", namespace: restricted },
        spec: { ...spec, serviceAccountName: "default" },
      },
    ];
    expect(await tryOut([...pods, ...objects.filter(({ kind }) => kind === "Pod")])).not.toMatch(/warning/i);
  });
});
