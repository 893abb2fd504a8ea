/** Raw objects as a manifest would write them, with one Service `web` behind one Ingress `web` in the namespace `shop`. */
export type Raw = Readonly<Record<string, unknown>>;

type Texts = Readonly<Record<string, string>>;

export const rawNamespace = (name: string, labels: Texts = {}): Raw => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

export const rawService = (
  name: string,
  { annotations = {}, spec = {}, uid = "" }: { annotations?: Texts; spec?: Raw; uid?: string } = {},
): Raw => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "shop", uid, annotations },
  spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: 8080 }], ...spec },
});

export const rawClass = (
  name: string,
  {
    controller = "ingress.k8s.aws/alb",
    parameters,
    isDefault = false,
  }: { controller?: string; parameters?: Raw; isDefault?: boolean } = {},
): Raw => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name, annotations: isDefault ? { "ingressclass.kubernetes.io/is-default-class": "true" } : {} },
  spec: { controller, ...(parameters === undefined ? {} : { parameters }) },
});

export const rawParams = (name: string, spec: Raw, apiVersion = "elbv2.k8s.aws/v1beta1"): Raw => ({
  apiVersion,
  kind: "IngressClassParams",
  metadata: { name },
  spec,
});

export const paramsRef = (name: string, apiGroup = "elbv2.k8s.aws"): Raw => ({ apiGroup, kind: "IngressClassParams", name });

export const rawBackend = (service: string, port: number | string): Raw => ({
  service: { name: service, port: typeof port === "number" ? { number: port } : { name: port } },
});

export const rawPath = (service: string, port: number | string = 80, path = "/", pathType = "Prefix"): Raw => ({
  path,
  pathType,
  backend: rawBackend(service, port),
});

/** `alb.ingress.kubernetes.io/` is put before keys that have no slash. */
export const rawIngress = (
  name: string,
  {
    annotations = {},
    className = "alb",
    paths = [rawPath("web")],
    spec = {},
    namespace = "shop",
  }: {
    annotations?: Texts;
    className?: string | undefined;
    paths?: readonly Raw[];
    spec?: Raw;
    namespace?: string;
  } = {},
): Raw => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name, namespace, annotations: prefixed(annotations) },
  spec: {
    ...(className === "" ? {} : { ingressClassName: className }),
    rules: paths.length === 0 ? [] : [{ http: { paths } }],
    ...spec,
  },
});

export const prefixed = (annotations: Texts): Texts =>
  Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key.includes("/") ? key : `alb.ingress.kubernetes.io/${key}`, value]),
  );

export const rawBinding = (
  name: string,
  {
    labels = {},
    annotations = {},
    spec = {},
    apiVersion = "elbv2.k8s.aws/v1beta1",
  }: { labels?: Texts; annotations?: Texts; spec?: Raw; apiVersion?: string } = {},
): Raw => ({
  apiVersion,
  kind: "TargetGroupBinding",
  metadata: { name, namespace: "shop", labels, annotations },
  spec: {
    targetGroupARN: `arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/${name}/1`,
    targetType: "ip",
    serviceRef: { name: "web", port: 80 },
    ...spec,
  },
});

export const delay = (seconds: number | string): string => `deregistration_delay.timeout_seconds=${seconds}`;
