import type { Kubectl } from "#cli/demo/kubectl.ts";
import { keys } from "#model/settings/keys.ts";

/**
 * A webhook configuration takes effect some moments after it is stored, each of the two on its own. Probed with dry runs:
 * a Pod that wants a sleep gets it, and a Deployment that is to be skipped for no reason is refused.
 */
export async function webhooksReady(kubectl: Kubectl, namespace: string): Promise<boolean> {
  const create = (object: object) => kubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], JSON.stringify(object));
  const [pod, deployment] = await Promise.all([create(podOf(namespace)), create(deploymentOf(namespace))]);
  return pod.stdout.includes('"sleep"') && deployment.shown.includes("denied the request");
}

const spec = { containers: [{ name: "probe", image: "probe:1" }] };

const podOf = (namespace: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "probe", namespace, annotations: { [keys.preStop]: "7" } },
  spec,
});

const deploymentOf = (namespace: string): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "probe", namespace },
  spec: {
    selector: { matchLabels: { app: "probe" } },
    template: { metadata: { labels: { app: "probe" }, annotations: { [keys.skip]: "" } }, spec },
  },
});
