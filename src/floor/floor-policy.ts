/**
 * A static floor for the minutes in which no webhook responds: policies that the API server evaluates itself. They know the numbers of a
 * namespace and nothing of its routes. The API server evaluates them before it calls webhooks, so each Pod carries an annotation that says
 * what was set and what was there before: a webhook that responds puts its own values in their place.
 */
import type { JsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { floorKeys, floorName } from "./floor-names.ts";
import type { PolicyApiVersion } from "./served-policies.ts";

const params = (key: string): string => `params.data.${key}`;

/** Digits that the API server can convert: `Ignore` is no transaction, so that a wrong number has to keep the policy from running at all. */
const numbers = Object.values(floorKeys).map(
  (key) => `has(params.data) && "${key}" in params.data && ${params(key)}.matches("^[0-9]{1,4}$")`,
);

const withoutHook = "object.spec.containers.filter(c, !has(c.lifecycle) || !has(c.lifecycle.preStop))";

const sleep = `int(${params(floorKeys.sleep)})`;
const floor = `int(${params(floorKeys.grace)})`;
const given = "object.spec.terminationGracePeriodSeconds";
const hasGrace = `has(${given})`;
const mark = `"sleep=" + string(${sleep}) + ",before=" + string(${hasGrace} ? ${given} : 30)`;
const grace = `${hasGrace} && ${given} > ${floor} ? ${given} : ${floor}`;
const lifecycle = "Object.spec.containers.lifecycle";
const hook = `${lifecycle}{preStop: ${lifecycle}.preStop{sleep: ${lifecycle}.preStop.sleep{seconds: ${sleep}}}}`;
const containers = `${withoutHook}.map(c, Object.spec.containers{name: c.name, lifecycle: ${hook}})`;
const annotations = `Object.metadata{annotations: {"${keys.floor}": ${mark}}}`;

/**
 * Without `variables`: an API server may fail to compile the first mutation that it sees with them where there are match conditions too
 * (kubernetes/kubernetes#134808; Kubernetes 1.32). It then refuses the policy, or takes it and never applies it.
 */
const mutation = `Object{metadata: ${annotations}, spec: Object.spec{terminationGracePeriodSeconds: ${grace}, containers: ${containers}}}`;

export const mutatingPolicy = (apiVersion: PolicyApiVersion = "v1"): JsonObject => ({
  apiVersion: `admissionregistration.k8s.io/${apiVersion}`,
  kind: "MutatingAdmissionPolicy",
  metadata: { name: floorName },
  spec: {
    paramKind: { apiVersion: "v1", kind: "ConfigMap" },
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
    },
    matchConditions: [
      {
        name: "no-mirror-pod",
        expression: '!has(object.metadata.annotations) || !("kubernetes.io/config.mirror" in object.metadata.annotations)',
      },
      {
        name: "runs-until-deleted",
        expression: '!has(object.spec.restartPolicy) || object.spec.restartPolicy == "Always"',
      },
      {
        name: "not-skipped",
        expression: `!has(object.metadata.annotations) || !("${keys.skip}" in object.metadata.annotations)`,
      },
      { name: "some-container-without-hook", expression: `${withoutHook}.size() > 0` },
      ...numbers.map((expression, at) => ({ name: `number-${at + 1}`, expression })),
    ],
    failurePolicy: "Ignore",
    // A webhook that takes the floor away again, because it knows better, must have the last word.
    reinvocationPolicy: "Never",
    mutations: [
      {
        patchType: "ApplyConfiguration",
        applyConfiguration: {
          expression: mutation,
        },
      },
    ],
  },
});

/** The ConfigMap is looked for in the namespace of each Pod; where there is none, nothing happens. */
export const mutatingBinding = (apiVersion: PolicyApiVersion = "v1"): JsonObject => ({
  apiVersion: `admissionregistration.k8s.io/${apiVersion}`,
  kind: "MutatingAdmissionPolicyBinding",
  metadata: { name: floorName },
  spec: {
    policyName: floorName,
    paramRef: { name: floorName, parameterNotFoundAction: "Allow" },
    matchResources: { namespaceSelector: { matchLabels: { [keys.mode]: "enforce" } } },
  },
});
