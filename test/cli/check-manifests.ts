/** Manifests as people write them; the lines that tests name are counted in these. */

export interface DeploymentGiven {
  readonly namespace?: string;
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly grace?: number;
  /** Of the hook `sleep N` as an exec; none where it is absent. */
  readonly sleep?: number;
  readonly replicas?: number;
}

/** Without annotations `name: app` stands in line 11; with a grace period, in line 10, the number of the sleep is in line 19. Annotations begin in line 10. */
export const deployment = ({
  namespace = "web",
  name = "shop",
  annotations = {},
  grace,
  sleep,
  replicas = 2,
}: DeploymentGiven = {}): string =>
  [
    "apiVersion: apps/v1",
    "kind: Deployment",
    `metadata: { name: ${name}, namespace: ${namespace} }`,
    "spec:",
    `  replicas: ${replicas}`,
    "  template:",
    "    metadata:",
    `      labels: { app: ${name} }`,
    ...(Object.keys(annotations).length === 0 ? [] : ["      annotations:"]),
    ...Object.entries(annotations).map(([key, value]) => `        ${key}: ${JSON.stringify(value)}`),
    "    spec:",
    ...(grace === undefined ? [] : [`      terminationGracePeriodSeconds: ${grace}`]),
    "      containers:",
    "        - name: app",
    "          image: shop:1",
    "          ports: [{ containerPort: 8080 }]",
    "          readinessProbe: { httpGet: { path: /, port: 8080 } }",
    ...(sleep === undefined
      ? []
      : [
          "          lifecycle:",
          "            preStop:",
          "              exec:",
          `                command: ["sleep", "${sleep}"]`,
        ]),
    "",
  ].join("\n");

interface RouteGiven {
  readonly namespace?: string;
  readonly name?: string;
  /** Value of the attribute; the annotation is left out where it is absent. */
  readonly delay?: number | string;
}

export const service = ({ namespace = "web", name = "shop" }: RouteGiven = {}, annotations = ""): string =>
  [
    "apiVersion: v1",
    "kind: Service",
    "metadata:",
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    ...(annotations === "" ? [] : ["  annotations:", `    ${annotations}`]),
    `spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: 8080 }] }`,
    "",
  ].join("\n");

/** The attributes stand in line 8. */
export const ingress = ({ namespace = "web", name = "shop", delay }: RouteGiven = {}): string =>
  [
    "apiVersion: networking.k8s.io/v1",
    "kind: Ingress",
    "metadata:",
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    "  annotations:",
    "    alb.ingress.kubernetes.io/target-type: ip",
    ...(delay === undefined
      ? []
      : [`    alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=${delay}`]),
    "spec:",
    "  ingressClassName: alb",
    `  defaultBackend: { service: { name: ${name}, port: { number: 80 } } }`,
    "",
  ].join("\n");

export const ingressClass =
  "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: alb }\nspec: { controller: ingress.k8s.aws/alb }\n";

export const namespace = (name: string, labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    ${labels}\n`;

export const documents = (...texts: readonly string[]): string => texts.join("---\n");

/** What leads to the workload, with this delay in line 20. */
export const routes = (given: RouteGiven): string => documents(ingressClass, service(given), ingress(given));
