/** Rollouts that ask Outlive before they go on, by the templates that users apply. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { Timing } from "../support/release-stories.ts";
import { albIngress, attributesAnnotation, delay } from "../support/shop.ts";

export interface Gated {
  readonly namespace: string;
  readonly name: string;
  readonly strategy: object;
}

const folder = join(import.meta.dirname, "../../deploy/argo-rollouts");

const parsed = (file: string, change: (text: string) => string): JsonObject =>
  parseDocument(change(readFileSync(join(folder, file), "utf8"))).toJS() as JsonObject;

const placed = (template: JsonObject, namespace: string, name: string): object => ({
  ...template,
  metadata: { namespace, name },
});

/** The file as it is, but for the address: nothing here resolves the name of a Service. */
export const webTemplate = (namespace: string, gatesPort: number | undefined, name = "outlive"): object =>
  placed(
    parsed("analysis-template.yaml", (text) =>
      text.replace("http://outlive-gates.outlive-system/", `http://127.0.0.1:${gatesPort}/`),
    ),
    namespace,
    name,
  );

export const jobTemplate = (namespace: string): object =>
  placed(
    parsed("analysis-template-job.yaml", (text) => text),
    namespace,
    "outlive-audit",
  );

/** As docs/gates.md says it. */
export const analysis = (templateName: string, rollout: string): object => ({
  templates: [{ templateName }],
  args: [
    { name: "namespace", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "rollout", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "selector", value: `app=${rollout}` },
  ],
});

export const blueGreen = (name: string, templateName: string): object => ({
  blueGreen: { activeService: name, scaleDownDelaySeconds: 1, prePromotionAnalysis: analysis(templateName, name) },
});

export const canary = (name: string, templateName: string): object => ({
  canary: { steps: [{ analysis: analysis(templateName, name) }, { setWeight: 100 }] },
});

export const podTemplate = (name: string, tag: number, { sleep, grace }: Timing): object => ({
  metadata: { labels: { app: name } },
  spec: {
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
    containers: [
      {
        name: "app",
        image: `shop:${tag}`,
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { path: "/", port: 8080 } },
        ...(sleep === undefined ? {} : { lifecycle: { preStop: { sleep: { seconds: sleep } } } }),
      },
    ],
  },
});

/** The Rollout with its Service, and its Ingress with a delay. */
export const gated = ({ namespace, name, strategy }: Gated, seconds: number, timing: Timing): readonly object[] => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace, name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  },
  albIngress({ namespace, name, port: { number: 80 } }, { [attributesAnnotation]: delay(seconds) }),
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { namespace, name, labels: { app: name } },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, strategy, template: podTemplate(name, 1, timing) },
  },
];
