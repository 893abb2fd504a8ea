import { at } from "#kubernetes/objects/lenient-json.ts";
import { chart, namespace, type Rendered, render } from "../../chart/helm.ts";
import { LOOPBACK } from "../../control-plane/ports.ts";
import { tokenKubeconfig } from "../../support/token-kubeconfig.ts";
import type { Plane } from "./plane.ts";

/** What the chart makes of its defaults, but that nothing is created unchecked, and that the API server is told an address: it has no Services to call. */
const values = {
  tls: { self: { extraNames: [LOOPBACK] } },
  webhooks: Object.fromEntries(
    ["pods", "workloads", "routes", "classes", "namespaces"].map((name) => [name, { failurePolicy: "Fail" }]),
  ),
};

/** Run by the kubelet, or of no use without one. */
const left = new Set(["Deployment", "NetworkPolicy", "PodDisruptionBudget", "Pod", "Service"]);

/** A version of the product as its chart describes it. */
export interface ChartParts {
  /** As the chart puts it into the ConfigMap. */
  readonly configuration: string;
  readonly objects: readonly object[];
}

/** Everything of a chart but what a kubelet would run; the webhooks call `balancerPort`. */
export function chartParts(balancerPort: number, folder = chart): ChartParts {
  const objects = render({ values, chart: folder });
  const configMap = objects.find(({ kind }) => kind === "ConfigMap");
  return {
    configuration: String(at(configMap, "data", "configuration.yaml")),
    objects: objects.filter(({ kind }) => !left.has(kind)).map((object) => calledBy(object, balancerPort)),
  };
}

/** As an installation or an upgrade by Helm would do it. */
export async function installChart(plane: Plane, { objects }: ChartParts): Promise<void> {
  await apply(plane, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]);
  await apply(plane, objects);
}

/** Makes kubeconfigs of the chart's ServiceAccount, by way of a given port. */
export async function serviceAccount(plane: Plane, lifeSeconds: number): Promise<(port: number) => string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/outlive/token`;
  const body = JSON.stringify({ spec: { expirationSeconds: Math.max(3_600, Math.round(lifeSeconds * 2)) } });
  const token = await (await plane.client.request(path, { method: "POST", body })).json();
  return (port) => tokenKubeconfig(`https://${LOOPBACK}:${port}`, plane.ca, String(at(token, "status", "token")));
}

/** @throws Error with what kubectl says */
export async function apply({ kubectl }: Plane, items: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stderr } = await kubectl(["apply", "-f", "-"], { input });
  if (code !== 0) throw new Error(`kubectl apply: ${stderr}`);
}

function calledBy(object: Rendered, port: number): object {
  if (!object.kind.endsWith("WebhookConfiguration")) return object;
  const webhooks = object["webhooks"] as readonly { readonly clientConfig: { readonly service: { readonly path: string } } }[];
  return {
    ...object,
    webhooks: webhooks.map(({ clientConfig, ...rest }) => ({
      ...rest,
      clientConfig: { url: `https://${LOOPBACK}:${port}${clientConfig.service.path}` },
    })),
  };
}
