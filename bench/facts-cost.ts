/**
 * What it costs to find the target groups of a Pod where the cluster has 10, and where it has 10,000, Services with an Ingress and a
 * TargetGroupBinding each, all in the Pod's own namespace. Both clusters are asked in turns; the ratio of the medians is the result.
 *
 *     node bench/facts-cost.ts
 */
import { cpus, release, totalmem } from "node:os";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { row } from "./row.ts";

const ROUNDS = 41;
const CALLS = 2_000;
const TARGET = 1.2;

const labelsOf = (name: string): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
  "app.kubernetes.io/managed-by": "Helm",
  "pod-template-hash": "5d8c7b9f4",
});

const routeOf = (name: string): readonly object[] => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: "web", name },
    spec: {
      selector: { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name },
      ports: [{ name: "http", port: 80 }],
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      namespace: "web",
      name,
      annotations: {
        "alb.ingress.kubernetes.io/target-type": "ip",
        "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=35",
      },
    },
    spec: {
      ingressClassName: "alb",
      rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } }] } }],
    },
  },
  {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: {
      namespace: "web",
      name: `k8s-web-${name}`,
      labels: { "ingress.k8s.aws/stack-namespace": "web", "ingress.k8s.aws/stack-name": name },
    },
    spec: {
      targetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/x/0123456789abcdef",
      targetType: "ip",
      serviceRef: { name, port: 80 },
    },
  },
];

async function cluster(services: number): Promise<ClusterView> {
  const ingressClass = {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "alb" },
    spec: { controller: "ingress.k8s.aws/alb" },
  };
  const objects = [ingressClass, ...Array.from({ length: services }, (_, index) => routeOf(`shop-${index}`)).flat()];
  const { view, problems } = await readManifests(
    watchedKinds,
    ["-"],
    (async function* () {
      yield objects.map((object) => JSON.stringify(object)).join("\n");
    })(),
  );
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  return view;
}

/** Microseconds for one Pod, asked for ten Pods in turn. */
function timed(view: ClusterView): number {
  const pods = Array.from({ length: 10 }, (_, index) => ({ namespace: "web", labels: labelsOf(`shop-${index}`) }));
  const start = process.hrtime.bigint();
  let found = 0;
  for (let call = 0; call < CALLS; call += 1) {
    const pod = pods[call % pods.length];
    if (pod !== undefined) found += targetGroupsOf(pod, view, defaultControllerFlags).targetGroups.length;
  }
  const spent = Number(process.hrtime.bigint() - start) / 1_000 / CALLS;
  if (found !== CALLS) throw new Error(`${found} target groups were found for ${CALLS} Pods`);
  return spent;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const few = await cluster(10);
const many = await cluster(10_000);
const ofFew: number[] = [];
const ofMany: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  ofFew.push(timed(few));
  ofMany.push(timed(many));
}
// The first rounds are those in which the code is compiled.
const [a, b] = [median(ofFew.slice(5)), median(ofMany.slice(5))];
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`,
);
console.log(
  `10 routes: ${a.toFixed(1)} µs a Pod, 10,000 routes: ${b.toFixed(1)} µs a Pod (medians of ${ROUNDS - 5} × ${CALLS} calls)`,
);
row({
  what: "cost of a decision's facts with 10,000 Services and Ingresses against 10",
  value: b / a,
  unit: "×",
  target: { atMost: TARGET },
  note: `${b.toFixed(1)} µs against ${a.toFixed(1)} µs`,
});
