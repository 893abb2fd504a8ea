import { type CheckResult, healthy, type TargetHealth, unhealthyAfter } from "./target-health.ts";

export interface HealthThresholds {
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** A target's health and how many checks in a row spoke against it. */
export interface HealthRecord {
  readonly health: TargetHealth;
  readonly against: number;
}

/**
 * What one more check makes of a target. The first that a new target passes makes it healthy; afterwards only as many in a row as
 * the threshold says turn it over (Elastic Load Balancing, "Health checks for Application Load Balancer target groups").
 */
export function afterCheck({ health, against }: HealthRecord, result: CheckResult, thresholds: HealthThresholds): HealthRecord {
  const { healthyThreshold, unhealthyThreshold } = thresholds;
  switch (health.State) {
    case "initial":
      if (result.passed) return { health: healthy, against: 0 };
      return turned({ health, against }, unhealthyThreshold, () => unhealthyAfter(result));
    case "healthy":
      if (result.passed) return { health, against: 0 };
      return turned({ health, against }, unhealthyThreshold, () => unhealthyAfter(result));
    case "unhealthy":
      if (result.passed) return turned({ health, against }, healthyThreshold, () => healthy);
      return { health: unhealthyAfter(result), against: 0 };
    case "draining":
    case "unused":
      return { health, against: 0 };
  }
}

function turned({ health, against }: HealthRecord, threshold: number, other: () => TargetHealth): HealthRecord {
  return against + 1 >= threshold ? { health: other(), against: 0 } : { health, against: against + 1 };
}
