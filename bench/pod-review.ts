const labels = { app: "shop", "app.kubernetes.io/name": "shop", "pod-template-hash": "5d8c7b9f4" };

const container = (name: string) => ({
  name,
  image: `registry.invalid/${name}:1.27.3`,
  ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
  env: Array.from({ length: 12 }, (_, i) => ({
    name: `SETTING_${name.toUpperCase()}_${i}`,
    value: `value-number-${i}-of-${name}`,
  })),
  resources: { limits: { cpu: "1", memory: "512Mi" }, requests: { cpu: "250m", memory: "256Mi" } },
  readinessProbe: {
    httpGet: { path: "/ready", port: "http", scheme: "HTTP" },
    periodSeconds: 5,
    timeoutSeconds: 1,
    failureThreshold: 3,
  },
  livenessProbe: {
    httpGet: { path: "/live", port: "http", scheme: "HTTP" },
    periodSeconds: 10,
    timeoutSeconds: 1,
    failureThreshold: 3,
  },
  volumeMounts: [{ name: "token", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }],
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  imagePullPolicy: "IfNotPresent",
});

export const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    generateName: "shop-5d8c7b9f4-",
    namespace: "web",
    labels,
    annotations: { "checksum/config": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
    ownerReferences: [
      {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        name: "shop-5d8c7b9f4",
        uid: "4c1f",
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  spec: {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: ["zone", "hostname"].map((topology) => ({
          weight: 100,
          podAffinityTerm: { labelSelector: { matchLabels: { app: "shop" } }, topologyKey: `topology.kubernetes.io/${topology}` },
        })),
      },
    },
    containers: [container("shop"), container("proxy"), container("metrics")],
    volumes: [
      {
        name: "token",
        projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: "token" } }] },
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    serviceAccountName: "shop",
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
  },
  status: {},
};

/** A Pod as the ReplicaSet controller makes it, behind one Ingress; nothing of it is set as Outlive wants it. */
export const review = {
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  request: {
    uid: "705ab4f5-6393-11e8-b7cc-42010a800002",
    kind: { group: "", version: "v1", kind: "Pod" },
    resource: { group: "", version: "v1", resource: "pods" },
    requestKind: { group: "", version: "v1", kind: "Pod" },
    requestResource: { group: "", version: "v1", resource: "pods" },
    namespace: "web",
    operation: "CREATE",
    userInfo: {
      username: "system:serviceaccount:kube-system:replicaset-controller",
      groups: ["system:serviceaccounts", "system:authenticated"],
    },
    object: pod,
    oldObject: null,
    dryRun: false,
    options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
  },
};

export const reviewText = JSON.stringify(review);

/** One namespace in scope, with a Service and an Ingress for each name. */
export const manifestsFor = (names: readonly string[]): readonly object[] => [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": "enforce" } } },
  ...names.flatMap((name) => [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: "web" },
      spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name,
        namespace: "web",
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
  ]),
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "alb" },
    spec: { controller: "ingress.k8s.aws/alb" },
  },
];

/** Enough neighbours that a search through them would show. */
export const manifests = manifestsFor(["shop", ...Array.from({ length: 50 }, (_, i) => `other-${i}`)]);
