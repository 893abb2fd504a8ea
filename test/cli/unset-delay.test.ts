/** A delay that nobody set, as check and explain report it: first, with what to set where, and with one remedy that leaves nothing to do. */
import { afterEach, expect, test } from "vitest";
import { documents } from "./check-manifests.ts";
import { linesOf, type Manifests, manifestFolder, type ReportDocument, runCheck } from "./run-check.ts";
import { runExplain } from "./run-explain.ts";

const attributes = "alb.ingress.kubernetes.io/target-group-attributes";

const workload = (sleep: number, grace: number): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cms, namespace: shop }
spec:
  serviceName: cms
  replicas: 2
  selector: { matchLabels: { app: cms } }
  template:
    metadata:
      labels: { app: cms }
      annotations: { linkerd.io/inject: enabled }
    spec:
      terminationGracePeriodSeconds: ${grace}
      containers:
        - name: cms
          image: cms:1
          ports: [{ containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /healthz, port: 8080 } }
          lifecycle: { preStop: { exec: { command: [sleep, "${sleep}"] } } }
`;

const routes = (value?: string): string =>
  documents(
    "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: alb }\nspec: { controller: ingress.k8s.aws/alb }\n",
    "apiVersion: v1\nkind: Service\nmetadata: { name: cms, namespace: shop }\nspec: { selector: { app: cms }, ports: [{ port: 80, targetPort: 8080 }] }\n",
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: cms
  namespace: shop
  annotations:
    alb.ingress.kubernetes.io/target-type: ip
${value === undefined ? "" : `    ${attributes}: ${value}\n`}spec:
  ingressClassName: alb
  rules:
    - http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: cms, port: { number: 80 } } } }
`,
  );

interface Explained {
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
  readonly required: object;
  readonly remedy: {
    readonly routes: readonly {
      readonly object: { readonly kind: string; readonly name: string };
      readonly field: string;
      readonly value: string;
    }[];
    readonly preStopSeconds: number;
    readonly terminationGracePeriodSeconds: number;
  } | null;
}

const explained = async (text: string): Promise<Explained> => {
  const { stdout } = await runExplain(["sts/cms", "-n", "shop", "-f", "-", "-o", "json"], { stdin: text });
  return JSON.parse(stdout) as Explained;
};

let manifests: Manifests | undefined;

afterEach(() => {
  manifests?.remove();
  manifests = undefined;
});

test("explain says first what to set on which route, and sizes nothing for it", async () => {
  const { findings, required, remedy } = await explained(documents(workload(20, 40), routes()));
  expect(findings.map(({ rule }) => rule)).toEqual(["deregistration-delay-unset"]);
  expect(findings[0]?.message).toContain(`${attributes} on Ingress shop/cms to "deregistration_delay.timeout_seconds=35"`);
  expect(required).toEqual({ preStopSeconds: 20, terminationGracePeriodSeconds: 40 });
  expect(remedy).toMatchObject({
    routes: [{ object: { kind: "Ingress", name: "cms" }, field: attributes, value: "deregistration_delay.timeout_seconds=35" }],
    preStopSeconds: 40,
    terminationGracePeriodSeconds: 50,
  });
});

test("check names the same annotation, as a warning", async () => {
  manifests = manifestFolder({ "app.yaml": workload(20, 40), "routes.yaml": routes() });
  const { code, stdout } = await runCheck([manifests.folder, "-o", "json"]);
  expect(code).toBe(0);
  const [line = "", ...others] = linesOf(JSON.parse(stdout) as ReportDocument);
  expect(line).toMatch(/^warning deregistration-delay-unset .*routes\.yaml:16$/);
  expect(others).toEqual([]);
});

test("following the remedy leaves nothing to do", async () => {
  const before = await explained(documents(workload(20, 40), routes()));
  const { routes: [route] = [], preStopSeconds = 0, terminationGracePeriodSeconds = 0 } = before.remedy ?? {};
  const after = await explained(documents(workload(preStopSeconds, terminationGracePeriodSeconds), routes(route?.value)));
  expect(after.findings).toEqual([]);
  expect(after.remedy).toBeNull();
});
