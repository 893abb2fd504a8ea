import { namespace } from "../chart/helm.ts";
import { readIfThere } from "../control-plane/read-if-there.ts";
import { PRODUCT_IMAGE } from "../node/product-image.ts";
import { processesOf, ticksOf } from "./replica-process.ts";
import { eventually, type Site } from "./site.ts";

const NAME = "start-time";

/** Asks for a processor of its own: with the chart's request three replicas that start at once share a tenth of one with all else. */
const pod = (secretName: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: NAME, namespace },
  spec: {
    containers: [
      {
        name: "outlive",
        image: PRODUCT_IMAGE,
        imagePullPolicy: "Never",
        args: ["serve", "--certificate", "/tls/tls.crt", "--key", "/tls/tls.key"],
        resources: { requests: { cpu: "1" } },
        volumeMounts: [{ name: "tls", mountPath: "/tls" }],
      },
    ],
    volumes: [{ name: "tls", secret: { secretName } }],
  },
});

/** Milliseconds from the start of the container's process until it listens. */
export async function startTime(site: Site, secretName: string): Promise<number> {
  await site.kubectl(["create", "-f", "-"], pod(secretName));
  try {
    const uid = await site.kubectl(["-n", namespace, "get", "pod", NAME, "-o", "jsonpath={.metadata.uid}"]);
    let listening: string | undefined;
    await eventually("the listener", 60_000, async () => {
      const log = await site.kubectl(["-n", namespace, "logs", NAME]);
      listening = log.split("\n").find((line) => line.includes('"listening"'));
      return listening !== undefined;
    });
    const { time } = JSON.parse(listening ?? "{}") as { time: string };
    const [pid] = processesOf({ uid });
    return Math.round(Date.parse(time) - startOf(pid ?? 0));
  } finally {
    await site.kubectl(["-n", namespace, "delete", "pod", NAME, "--grace-period=0", "--force"]);
  }
}

/** Milliseconds since 1970, to a hundredth of a second. */
function startOf(pid: number): number {
  const uptimeSeconds = Number(readIfThere("/proc/uptime").split(" ")[0]);
  return Date.now() - uptimeSeconds * 1000 + ticksOf(pid, "start") * 10;
}
