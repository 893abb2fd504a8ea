/** What can be checked of one object alone, without a webhook: a grace period above the sleep, and a delay that parses. */
import type { JsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { checkName } from "./floor-names.ts";

const attributes = "alb.ingress.kubernetes.io/target-group-attributes";

/** The API server itself compares a native sleep with the grace period; what it does not do is leave time to shut down. */
export const graceSeconds = 5;

const longestSleep =
  "object.spec.containers.filter(c, has(c.lifecycle) && has(c.lifecycle.preStop) && has(c.lifecycle.preStop.sleep)).map(c, c.lifecycle.preStop.sleep.seconds)";

export type ValidationAction = "Warn" | "Deny";

export const validatingPolicies = (): readonly JsonObject[] => [
  policy("pods", {
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
    },
    variables: [
      { name: "sleeps", expression: longestSleep },
      {
        name: "grace",
        expression: "has(object.spec.terminationGracePeriodSeconds) ? object.spec.terminationGracePeriodSeconds : 30",
      },
    ],
    validations: [
      {
        expression: `variables.sleeps.all(s, s + ${graceSeconds} < variables.grace)`,
        message: `terminationGracePeriodSeconds has to be more than ${graceSeconds} s above the preStop sleep, or SIGKILL comes while the application shuts down`,
      },
    ],
  }),
  policy("routes", {
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: ["networking.k8s.io"],
          apiVersions: ["v1"],
          resources: ["ingresses"],
          operations: ["CREATE", "UPDATE"],
        },
      ],
    },
    validations: [
      {
        expression: `!has(object.metadata.annotations) || !("${attributes}" in object.metadata.annotations) || object.metadata.annotations["${attributes}"].split(",").filter(a, a.contains("deregistration_delay.timeout_seconds")).all(a, a.matches("^ *deregistration_delay\\\\.timeout_seconds *= *([0-9]{1,3}|[12][0-9]{3}|3[0-5][0-9]{2}|3600) *$"))`,
        message: `deregistration_delay.timeout_seconds in ${attributes} has to be a whole number from 0 to 3600: the controller stops reconciling every Ingress of the group otherwise`,
      },
    ],
  }),
];

const policy = (part: string, spec: JsonObject): JsonObject => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: `${checkName}-${part}` },
  spec: { failurePolicy: "Ignore", ...spec },
});

export const validatingBindings = (action: ValidationAction): readonly JsonObject[] =>
  ["pods", "routes"].map((part) => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: `${checkName}-${part}` },
    spec: {
      policyName: `${checkName}-${part}`,
      validationActions: [action],
      matchResources: { namespaceSelector: { matchLabels: { [keys.mode]: "enforce" } } },
    },
  }));
