import { expect, test } from "vitest";
import { explanationJson } from "#explain/explanation-json.ts";
import { sampleExplanation, sampleTargetGroup } from "./explanation-sample.ts";

test("an explanation has the fields that others rely on", () => {
  expect(explanationJson(sampleExplanation)).toEqual({
    apiVersion: "outlive.dev/v1alpha1",
    kind: "Explanation",
    nodes: [],
    controller: { installed: [], flags: [], eksAutoMode: false },
    subject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" },
    policy: "pod-outlives-target",
    mode: "enforce",
    whyNot: [],
    targetGroups: [
      {
        loadBalancer: "alb",
        origin: { kind: "Ingress", namespace: "web", name: "shop" },
        binding: "k8s-web-shop-0123456789",
        service: "shop",
        port: "http",
        targetType: "ip",
        attributes: { "deregistration_delay.timeout_seconds": "35" },
        deregistrationDelaySeconds: 35,
        deregistrationDelaySource: "Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes",
        healthCheck: {
          protocol: "HTTP",
          port: "traffic-port",
          path: "/",
          intervalSeconds: 15,
          timeoutSeconds: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
          matcher: "200",
        },
        idleTimeoutSeconds: 60,
        problems: [],
      },
    ],
    current: { preStopSeconds: null, terminationGracePeriodSeconds: 30 },
    required: { preStopSeconds: 40, terminationGracePeriodSeconds: 50 },
    remedy: { routes: [], preStopSeconds: 40, terminationGracePeriodSeconds: 50 },
    failures: {
      now: {
        newRequests: { fromSeconds: 0, toSeconds: 10 },
        inFlight: { cutBy: "exit", atSeconds: 0, safeUpToSeconds: 0 },
      },
      required: { newRequests: null, inFlight: { cutBy: "deregistration", atSeconds: 35, safeUpToSeconds: 25 } },
    },
    rollOut: {
      pods: 4,
      requestsPerSecond: null,
      assumedStartUpSeconds: 10,
      now: { lostRequests: null, seconds: 25 },
      required: { lostRequests: null, seconds: 65 },
    },
    readinessGates: ["target-health.elbv2.k8s.aws/k8s-web-shop-0123456789"],
    findings: [
      {
        rule: "prestop-outlives-deregistration",
        severity: "error",
        subject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" },
        path: "spec.template.spec.containers[0].lifecycle.preStop",
        message: expect.stringMatching(/Deployment web\/shop.*35 s.*\. .*\. To fix: .*40 s/),
        what: expect.stringContaining("Deployment web/shop has no preStop sleep"),
        why: expect.stringContaining("still draining"),
        do: expect.stringContaining("40 s"),
        ruleUrl: null,
        fixable: false,
        actualSeconds: null,
        requiredSeconds: 40,
        because: [
          {
            name: "deregistrationDelay",
            seconds: 35,
            source: "Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes",
          },
        ],
      },
    ],
    ignored: [],
  });
});

test("what is not known is null, and a problem has its id and its words", () => {
  const unknown = {
    ...sampleTargetGroup,
    loadBalancer: "unknown" as const,
    binding: undefined,
    healthCheck: undefined,
    idleTimeout: undefined,
    problems: [
      {
        id: "binding-delay-assumed" as const,
        severity: "warning" as const,
        object: { apiVersion: "elbv2.k8s.aws/v1beta1", kind: "TargetGroupBinding", namespace: "web", name: "manual" },
        field: "metadata.annotations",
        details: { targetGroup: "manual" },
      },
    ],
  };
  expect(explanationJson({ ...sampleExplanation, targetGroups: [unknown] })).toMatchObject({
    targetGroups: [
      {
        loadBalancer: "unknown",
        binding: null,
        healthCheck: null,
        idleTimeoutSeconds: null,
        problems: [{ id: "binding-delay-assumed", severity: "warning", message: expect.stringContaining("300") }],
      },
    ],
  });
});
