import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { runExplain } from "../cli/run-explain.ts";
import { createKubectl, type Kubectl } from "../control-plane/kubectl.ts";
import { documentsOf } from "../support/view.ts";
import { type ExplanationDocument, explained } from "./explained.ts";

type Raw = Readonly<Record<string, unknown>>;

const prefix = "doors-";
const namespaces = ["shop", "pay", "ops", "media", "edge"];
const folder = fileURLToPath(new URL("../cases/forty", import.meta.url));

/** The shared API server has no CustomResourceDefinition of Argo Rollouts. */
const servedKind = ({ kind }: Raw): boolean => kind !== "Rollout";

const manifests: readonly Raw[] = readdirSync(folder)
  .filter((file) => file !== "expected.json")
  .sort()
  .flatMap((file) => documentsOf(readFileSync(`${folder}/${file}`, "utf8")).flatMap(objectsOf))
  .filter(servedKind)
  .map(renamed);

function objectsOf(document: unknown): readonly Raw[] {
  if (!isJsonObject(document)) return [];
  return Array.isArray(document["items"]) ? document["items"].flatMap(objectsOf) : [document];
}

/** In namespaces and classes of this test's own: the API server is shared, and IngressGroups reach over namespaces. */
function renamed(object: Raw): Raw {
  const text = JSON.stringify(object)
    .replaceAll("forty-", `${prefix}forty-`)
    .replaceAll(/"namespace":"([^"]+)"/g, `"namespace":"${prefix}$1"`)
    .replaceAll(/("kind":"Namespace","metadata":\{"name":")/g, `$1${prefix}`);
  return JSON.parse(text) as Raw;
}

/** What the AWS Load Balancer Controller's own webhook does, which is not there: a new Service of this type without a class gets its class. */
function mutated(object: Raw): Raw {
  const spec = object["spec"];
  if (object["kind"] !== "Service" || !isJsonObject(spec) || spec["type"] !== "LoadBalancer") return object;
  return { ...object, spec: { loadBalancerClass: "service.k8s.aws/nlb", ...spec } };
}

const list = (items: readonly Raw[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });

const isNamespace = ({ kind }: Raw): boolean => kind === "Namespace";

/** Namespaces first; those that the files leave out have to exist here. */
const namespaceObjects = namespaces.map(
  (name) =>
    manifests.find((object) => isNamespace(object) && (object["metadata"] as Raw)["name"] === `${prefix}${name}`) ?? {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: `${prefix}${name}` },
    },
);

const itemsOf = (stdout: string): readonly ExplanationDocument[] =>
  (JSON.parse(stdout) as { items: readonly ExplanationDocument[] }).items.filter(({ subject }) =>
    subject.namespace?.startsWith(prefix),
  );

describe("the same objects from files and from an API server", () => {
  const { kubeconfig, kubectlPath } = inject("controlPlane");
  let kubectl: Kubectl;
  let cluster: readonly ExplanationDocument[] = [];
  let files: readonly ExplanationDocument[] = [];

  beforeAll(async () => {
    kubectl = createKubectl(kubectlPath, kubeconfig);
    for (const items of [namespaceObjects, manifests.filter((object) => !isNamespace(object)).map(mutated)]) {
      const applied = await kubectl(["apply", "--server-side", "-f", "-"], { input: list(items) });
      expect(applied.stderr.split("\n").filter((line) => line.includes("rror"))).toEqual([]);
      expect(applied.code).toBe(0);
    }
    const fromCluster = await runExplain(["--all", "-o", "json", "--kubeconfig", kubeconfig]);
    expect(fromCluster.code).toBe(0);
    cluster = itemsOf(fromCluster.stdout);
    files = itemsOf((await runExplain(["-f", "-", "--all", "-o", "json"], { stdin: list(manifests) })).stdout);
  });

  afterAll(async () => {
    await kubectl(["delete", "--ignore-not-found", "--wait=false", "-f", "-"], {
      input: list([...namespaceObjects, ...clusterScoped()]),
    });
  });

  test("the same workloads are there", () => {
    expect(Object.keys(explained(files)).length).toBeGreaterThan(40);
    expect(Object.keys(explained(cluster))).toEqual(Object.keys(explained(files)));
  });

  test("each is explained alike", () => {
    expect(explained(cluster)).toEqual(explained(files));
  });

  test("one workload by its name, and a Pod by its name", async () => {
    const of = async (subject: string): Promise<ExplanationDocument> =>
      JSON.parse(
        (await runExplain([subject, "-n", `${prefix}shop`, "-o", "json", "--kubeconfig", kubeconfig])).stdout,
      ) as ExplanationDocument;
    const fromFiles = explained(files);
    for (const subject of ["deploy/web", "sts/store", "pod/debug"]) {
      const [[name, answer] = ["", {}]] = Object.entries(explained([await of(subject)]));
      expect(answer).toEqual(fromFiles[name]);
    }
  });

  test("what is not there is said with what is near", async () => {
    const { code, stderr } = await runExplain(["deploy/wbe", "-n", `${prefix}shop`, "--kubeconfig", kubeconfig]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`deployment/web -n ${prefix}shop`) });
  });
});

const clusterScoped = (): readonly Raw[] =>
  manifests.filter((object) => ["IngressClass", "IngressClassParams", "GatewayClass"].includes(String(object["kind"])));
