/** The states of a target with AWS's reasons and descriptions, as DescribeTargetHealth of the ELBv2 API gives them. */
export type TargetHealth =
  | { readonly State: "initial"; readonly Reason: InitialReason; readonly Description: string }
  | { readonly State: "healthy" }
  | { readonly State: "unhealthy"; readonly Reason: UnhealthyReason; readonly Description: string }
  | { readonly State: "draining"; readonly Reason: "Target.DeregistrationInProgress"; readonly Description: string }
  | { readonly State: "unused"; readonly Reason: UnusedReason; readonly Description: string };

export type TargetState = TargetHealth["State"];
type InitialReason = "Elb.RegistrationInProgress" | "Elb.InitialHealthChecking";
type UnhealthyReason = "Target.Timeout" | "Target.FailedHealthChecks" | "Target.ResponseCodeMismatch";
type UnusedReason = "Target.NotRegistered" | "Target.NotInUse";

export const registering: TargetHealth = {
  State: "initial",
  Reason: "Elb.RegistrationInProgress",
  Description: "Target registration is in progress",
};

export const firstChecks: TargetHealth = {
  State: "initial",
  Reason: "Elb.InitialHealthChecking",
  Description: "Initial health checks in progress",
};

export const healthy: TargetHealth = { State: "healthy" };

export const draining: TargetHealth = {
  State: "draining",
  Reason: "Target.DeregistrationInProgress",
  Description: "Target deregistration is in progress",
};

export const notRegistered: TargetHealth = {
  State: "unused",
  Reason: "Target.NotRegistered",
  Description: "Target is not registered to the target group",
};

export const notInUse: TargetHealth = {
  State: "unused",
  Reason: "Target.NotInUse",
  Description: "Target group is not configured to receive traffic from the load balancer",
};

/** What one health check found. */
export type CheckResult =
  | { readonly passed: true }
  | { readonly passed: false; readonly why: "timeout" | "connection" }
  | { readonly passed: false; readonly why: "status"; readonly status: number };

export function unhealthyAfter(result: Extract<CheckResult, { passed: false }>): TargetHealth {
  switch (result.why) {
    case "timeout":
      return { State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out" };
    case "connection":
      return { State: "unhealthy", Reason: "Target.FailedHealthChecks", Description: "Health checks failed" };
    case "status":
      return {
        State: "unhealthy",
        Reason: "Target.ResponseCodeMismatch",
        Description: `Health checks failed with these codes: [${result.status}]`,
      };
  }
}
