import { expect, test } from "vitest";
import { healthy, notInUse, registering, type TargetHealth, unhealthyAfter } from "../alb/target-health.ts";
import { gateCondition, gateOf } from "./gate-condition.ts";

test.each<readonly [string, TargetHealth | undefined, readonly string[]]>([
  ["registration", registering, ["False", "Elb.RegistrationInProgress", "Target registration is in progress"]],
  ["healthy", healthy, ["True", "", ""]],
  ["no information", undefined, ["Unknown", "", ""]],
  ["unhealthy", unhealthyAfter({ passed: false, why: "timeout" }), ["False", "Target.Timeout", "Request timed out"]],
  ["unused", notInUse, ["False", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"]],
])("%s (AWS Load Balancer Controller 3.5, resource_manager.go)", (_, health, [status, reason, message]) => {
  expect(gateCondition(gateOf("k8s-a"), health)).toEqual({ type: "target-health.elbv2.k8s.aws/k8s-a", status, reason, message });
});
