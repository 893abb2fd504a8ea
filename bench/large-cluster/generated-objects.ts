/** The objects of a generated cluster as texts of JSON, by their place: what a cluster of this size holds, in the sizes that real objects have. */

export interface ClusterSize {
  readonly pods: number;
  /** Ten Pods each; every tenth is a StatefulSet. Each has a Service, an Ingress and a TargetGroupBinding. */
  readonly workloads: number;
  readonly namespaces: number;
  readonly nodes: number;
}

export const sizeOf = (pods: number): ClusterSize => ({
  pods,
  workloads: Math.ceil(pods / podsEach),
  namespaces: Math.ceil(pods / 100),
  nodes: Math.ceil(pods / 100),
});

const podsEach = 10;
const workloadsEach = 10;

const padded = (index: number): string => String(index).padStart(5, "0");

export const namespaceAt = (index: number): string => `team-${padded(index)}`;
export const namespaceOf = (workload: number): string => namespaceAt(Math.floor(workload / workloadsEach));
export const nameOf = (workload: number): string => `shop-${padded(workload)}`;
export const isStateful = (workload: number): boolean => workload % 10 === 9;
export const workloadOf = (pod: number): number => Math.floor(pod / podsEach);

const uid = (kind: number, index: number): string =>
  `705ab4f5-6393-11e8-${String(kind).padStart(4, "0")}-${String(index).padStart(12, "0")}`;

/** As `app.kubernetes.io` recommends, and as Helm's own template writes them. */
export const labelsOf = (workload: number): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/component": "web",
  "app.kubernetes.io/instance": nameOf(workload),
  "app.kubernetes.io/managed-by": "Helm",
  "app.kubernetes.io/name": nameOf(workload),
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/version": "1.27.3",
  "helm.sh/chart": "shop-4.2.1",
});

const selectorOf = (workload: number) => ({
  "app.kubernetes.io/instance": nameOf(workload),
  "app.kubernetes.io/name": nameOf(workload),
});

const hash = "5d8c7b9f4";
const created = "2026-01-01T00:00:00Z";

const env = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `SETTING_NUMBER_${index}`,
    value: `value-number-${index}-of-the-application`,
  }));

const probe = (path: string) => ({
  httpGet: { path, port: "http", scheme: "HTTP" },
  initialDelaySeconds: 5,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
});

const container = (name: string, settings: number) => ({
  name,
  image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${name}:1.27.3`,
  ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
  env: env(settings),
  resources: { limits: { cpu: "1", memory: "512Mi" }, requests: { cpu: "250m", memory: "256Mi" } },
  volumeMounts: [{ name: "kube-api-access-x7k2p", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }],
  livenessProbe: probe("/live"),
  readinessProbe: probe("/ready"),
  lifecycle: { preStop: { sleep: { seconds: 40 } } },
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  imagePullPolicy: "IfNotPresent",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
});

/** Every hundredth Pod is of the large kind that operators of data platforms make. */
const containersOf = (pod: number) =>
  pod % 100 === 50 ? Array.from({ length: 10 }, (_, index) => container(`part-${index}`, 30)) : [container("shop", 4)];

const podSpec = (containers: readonly object[]) => ({
  volumes: [
    {
      name: "kube-api-access-x7k2p",
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
          { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
        ],
        defaultMode: 420,
      },
    },
  ],
  containers,
  restartPolicy: "Always",
  terminationGracePeriodSeconds: 50,
  dnsPolicy: "ClusterFirst",
  serviceAccountName: "shop",
  serviceAccount: "shop",
  securityContext: {},
  schedulerName: "default-scheduler",
  tolerations: ["not-ready", "unreachable"].map((taint) => ({
    key: `node.kubernetes.io/${taint}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 300,
  })),
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: "PreemptLowerPriority",
});

/** `managedFields` as the controller manager leaves them: a set of the paths of all fields that it has written. */
const ownedFields = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      `f:${key}`,
      typeof field === "object" && field !== null && !Array.isArray(field) ? ownedFields(field) : {},
    ]),
  );

const managed = (manager: string, fields: object, subresource?: string) => ({
  manager,
  operation: "Update",
  apiVersion: "v1",
  time: created,
  fieldsType: "FieldsV1",
  fieldsV1: fields,
  ...(subresource === undefined ? {} : { subresource }),
});

const ownedContainers = (containers: readonly { readonly name: string; readonly env: readonly { readonly name: string }[] }[]) =>
  Object.fromEntries(
    containers.map((each) => [
      `k:{"name":"${each.name}"}`,
      {
        ".": {},
        ...ownedFields(each),
        "f:env": {
          ".": {},
          ...Object.fromEntries(each.env.map(({ name }) => [`k:{"name":"${name}"}`, { ".": {}, "f:name": {}, "f:value": {} }])),
        },
      },
    ]),
  );

function podObject(pod: number, now: number): object {
  const workload = workloadOf(pod);
  const stateful = isStateful(workload);
  const name = podName(pod);
  const containers = containersOf(pod);
  const labels = {
    ...labelsOf(workload),
    ...(stateful
      ? {
          "pod-index": String(pod % podsEach),
          "controller-revision-hash": `${nameOf(workload)}-${hash}`,
          "statefulset.kubernetes.io/pod-name": name,
        }
      : { "pod-template-hash": hash }),
  };
  const spec = podSpec(containers);
  return {
    metadata: {
      name,
      ...(stateful ? {} : { generateName: `${nameOf(workload)}-${hash}-` }),
      namespace: namespaceOf(workload),
      uid: uid(1, pod),
      resourceVersion: String(now),
      creationTimestamp: created,
      labels,
      annotations: {
        "checksum/config": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "outlive.dev/injected": '{"by":"0.1.0","gracePeriod":50,"preStop":40}',
        "prometheus.io/port": "8080",
        "prometheus.io/scrape": "true",
      },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: stateful ? "StatefulSet" : "ReplicaSet",
          name: stateful ? nameOf(workload) : `${nameOf(workload)}-${hash}`,
          uid: uid(2, workload),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [
        managed("kube-controller-manager", {
          "f:metadata": { "f:labels": { ".": {}, ...ownedFields(labels) } },
          "f:spec": { ...ownedFields(spec), "f:containers": ownedContainers(containers) },
        }),
        managed("kubelet", { "f:status": ownedFields(podStatus(pod, containers)) }, "status"),
      ],
    },
    spec: { ...spec, nodeName: nodeOf(pod) },
    status: podStatus(pod, containers),
  };
}

const podIp = (pod: number): string => `10.${128 + Math.floor(pod / 65_536)}.${Math.floor(pod / 256) % 256}.${pod % 256}`;
const nodeOf = (pod: number): string => nodeName(Math.floor(pod / 100));
const nodeName = (node: number): string => `ip-10-0-${Math.floor(node / 256)}-${node % 256}.eu-west-1.compute.internal`;

const conditions = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

const podStatus = (pod: number, containers: readonly { readonly name: string; readonly image: string }[]) => ({
  phase: "Running",
  conditions: conditions.map((type) => ({ type, status: "True", lastProbeTime: null, lastTransitionTime: created })),
  hostIP: "10.0.0.1",
  podIP: podIp(pod),
  podIPs: [{ ip: podIp(pod) }],
  startTime: created,
  containerStatuses: containers.map(({ name, image }) => ({
    name,
    state: { running: { startedAt: created } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image,
    imageID: `${image}@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`,
    containerID: "containerd://9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    started: true,
  })),
  qosClass: "Burstable",
});

/** In the order in which the API server lists them. */
const podName = (pod: number): string => {
  const workload = workloadOf(pod);
  return isStateful(workload)
    ? `${nameOf(workload)}-${pod % podsEach}`
    : `${nameOf(workload)}-${hash}-${"bcdfghjklm"[pod % podsEach]}x7k2`;
};

const meta = (workload: number, kind: number, now: number) => ({
  name: nameOf(workload),
  namespace: namespaceOf(workload),
  uid: uid(kind, workload),
  resourceVersion: String(now),
  creationTimestamp: created,
});

const helm = (workload: number, fields: object) => [
  managed("helm", { "f:metadata": { "f:labels": ownedFields(labelsOf(workload)) }, "f:spec": ownedFields(fields) }),
];

function workloadObject(workload: number, now: number): object {
  const containers = containersOf(workload * podsEach + (workload % 10 === 5 ? 50 : 0));
  const spec = {
    replicas: podsEach,
    selector: { matchLabels: selectorOf(workload) },
    template: { metadata: { labels: labelsOf(workload) }, spec: podSpec(containers) },
    ...(isStateful(workload)
      ? { serviceName: nameOf(workload), updateStrategy: { type: "RollingUpdate" } }
      : { strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } } }),
  };
  return {
    metadata: { ...meta(workload, 2, now), labels: labelsOf(workload), managedFields: helm(workload, spec) },
    spec,
    status: {
      observedGeneration: now % 1000,
      replicas: podsEach,
      updatedReplicas: podsEach,
      readyReplicas: podsEach,
      availableReplicas: podsEach,
    },
  };
}

function serviceObject(workload: number, now: number): object {
  const spec = {
    clusterIP: "172.20.0.10",
    type: "ClusterIP",
    sessionAffinity: "None",
    selector: selectorOf(workload),
    ports: [{ name: "http", protocol: "TCP", port: 80, targetPort: "http" }],
  };
  return {
    metadata: { ...meta(workload, 3, now), labels: labelsOf(workload), managedFields: helm(workload, spec) },
    spec,
    status: { loadBalancer: {} },
  };
}

function ingressObject(workload: number, now: number): object {
  const backend = { service: { name: nameOf(workload), port: { number: 80 } } };
  const spec = {
    ingressClassName: "alb",
    rules: [{ host: `${nameOf(workload)}.example.com`, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
  };
  return {
    metadata: {
      ...meta(workload, 4, now),
      labels: labelsOf(workload),
      annotations: {
        "alb.ingress.kubernetes.io/scheme": "internet-facing",
        "alb.ingress.kubernetes.io/target-type": "ip",
        "alb.ingress.kubernetes.io/group.name": `group-${Math.floor(workload / 20)}`,
        "alb.ingress.kubernetes.io/healthcheck-path": "/ready",
        "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${30 + (now % 6)}`,
      },
      finalizers: ["group.ingress.k8s.aws/shop"],
      managedFields: helm(workload, spec),
    },
    spec,
    status: { loadBalancer: { ingress: [{ hostname: "k8s-shop-0123456789.eu-west-1.elb.amazonaws.com" }] } },
  };
}

const bindingObject = (workload: number, now: number): object => ({
  metadata: {
    ...meta(workload, 5, now),
    name: `k8s-${nameOf(workload)}-0123456789`,
    labels: { "ingress.k8s.aws/stack": `group-${Math.floor(workload / 20)}` },
    finalizers: ["elbv2.k8s.aws/resources"],
  },
  spec: {
    targetGroupARN: `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/k8s-${nameOf(workload)}/${uid(5, workload).slice(-12)}`,
    targetType: "ip",
    ipAddressType: "ipv4",
    vpcID: "vpc-0123456789abcdef0",
    serviceRef: { name: nameOf(workload), port: 80 },
    networking: {
      ingress: [{ from: [{ securityGroup: { groupID: "sg-0123456789abcdef0" } }], ports: [{ protocol: "TCP", port: 8080 }] }],
    },
  },
  status: { observedGeneration: 1 },
});

const budgetObject = (workload: number, now: number): object => ({
  metadata: { ...meta(workload, 6, now), labels: labelsOf(workload) },
  spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(workload) } },
  status: {
    currentHealthy: podsEach,
    desiredHealthy: podsEach - 1,
    disruptionsAllowed: 1,
    expectedPods: podsEach,
    observedGeneration: 1,
  },
});

const namespaceObject = (index: number, now: number): object => ({
  metadata: {
    name: namespaceAt(index),
    uid: uid(7, index),
    resourceVersion: String(now),
    creationTimestamp: created,
    labels: { "kubernetes.io/metadata.name": namespaceAt(index), "outlive.dev/mode": "enforce" },
  },
  spec: { finalizers: ["kubernetes"] },
  status: { phase: "Active" },
});

const nodeObject = (index: number, now: number): object => ({
  metadata: {
    name: nodeName(index),
    uid: uid(8, index),
    resourceVersion: String(now),
    creationTimestamp: created,
    labels: {
      "kubernetes.io/arch": "amd64",
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": "m7i.8xlarge",
      "eks.amazonaws.com/nodegroup": `group-${index % 5}`,
      "topology.kubernetes.io/zone": `eu-west-1${"abc"[index % 3]}`,
    },
  },
  spec: { providerID: `aws:///eu-west-1a/i-${String(index).padStart(17, "0")}` },
  status: {
    nodeInfo: {
      kubeletVersion: "v1.36.3",
      osImage: "Amazon Linux 2023",
      architecture: "amd64",
      operatingSystem: "linux",
      containerRuntimeVersion: "containerd://2.1.0",
      kernelVersion: "6.12.0",
    },
    images: Array.from({ length: 40 }, (_, image) => ({
      names: [
        `111122223333.dkr.ecr.eu-west-1.amazonaws.com/image-${image}@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`,
      ],
      sizeBytes: 100_000_000 + image,
    })),
  },
});

const classObject = (_index: number, now: number): object => ({
  metadata: { name: "alb", uid: uid(9, 0), resourceVersion: String(now), creationTimestamp: created },
  spec: { controller: "ingress.k8s.aws/alb" },
});

/** One kind as it is listed: how many there are, and each of them at a place and a resource version. */
export interface Collection {
  readonly count: number;
  readonly textAt: (place: number, resourceVersion: number) => string;
}

/** Writing a Pod out takes ten times as long as filling in what tells it from the others of its kind. */
class PodTexts {
  readonly #templates = new Map<string, { readonly pieces: readonly string[]; readonly tokens: readonly number[] }>();

  textAt(pod: number, now: number): string {
    const kind = isStateful(workloadOf(pod)) ? "stateful" : pod % 100 === 50 ? "large" : "plain";
    const { pieces, tokens } = this.#templates.get(kind) ?? this.#add(kind, pod);
    const own = tokensOf(pod, now);
    let text = pieces[0] ?? "";
    for (let index = 0; index < tokens.length; index += 1) text += (own[tokens[index] ?? 0] ?? "") + (pieces[index + 1] ?? "");
    return text;
  }

  #add(kind: string, pod: number) {
    const version = 987_654_321;
    const own = tokensOf(pod, version);
    const parts = JSON.stringify(podObject(pod, version)).split(
      new RegExp(`(${own.map((token) => token.replaceAll(".", "\\.")).join("|")})`),
    );
    const template = {
      pieces: parts.filter((_, index) => index % 2 === 0),
      tokens: parts.filter((_, index) => index % 2 === 1).map((token) => own.indexOf(token)),
    };
    this.#templates.set(kind, template);
    return template;
  }
}

/** What differs between two Pods of one kind; longer ones first, because some contain others. */
const tokensOf = (pod: number, now: number): readonly string[] => [
  podName(pod),
  uid(1, pod),
  uid(2, workloadOf(pod)),
  nodeOf(pod),
  podIp(pod),
  namespaceOf(workloadOf(pod)),
  nameOf(workloadOf(pod)),
  `"pod-index":"${pod % podsEach}"`,
  `"resourceVersion":"${now}"`,
];

/** By the name of the collection; every other one is empty, or its CustomResourceDefinition is not installed. */
export function collectionsOf({ pods, workloads, namespaces, nodes }: ClusterSize): ReadonlyMap<string, Collection> {
  const stateful = Math.floor(workloads / 10);
  const plain = (place: number): number => Math.floor(place / 9) * 10 + (place % 9);
  const podTexts = new PodTexts();
  const written = (count: number, objectAt: (place: number, now: number) => object): Collection => ({
    count,
    textAt: (place, now) => JSON.stringify(objectAt(place, now)),
  });
  return new Map<string, Collection>([
    ["pods", { count: pods, textAt: (pod, now) => podTexts.textAt(pod, now) }],
    ["deployments", written(workloads - stateful, (place, now) => workloadObject(plain(place), now))],
    ["statefulsets", written(stateful, (place, now) => workloadObject(place * 10 + 9, now))],
    ["services", written(workloads, serviceObject)],
    ["ingresses", written(workloads, ingressObject)],
    ["targetgroupbindings", written(workloads, bindingObject)],
    ["poddisruptionbudgets", written(workloads, budgetObject)],
    ["namespaces", written(namespaces, namespaceObject)],
    ["nodes", written(nodes, nodeObject)],
    ["ingressclasses", written(1, classObject)],
  ]);
}
