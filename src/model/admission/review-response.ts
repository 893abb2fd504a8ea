import type { Plan } from "#model/workloads/plan.ts";

/** What the client of the API server gets to see of a decision. */
export interface ReviewResponse {
  readonly allowed: boolean;
  /** Empty for nothing to change. */
  readonly plan: Plan;
  /** Set exactly when not allowed: one message that explains itself. */
  readonly denial: string | undefined;
  readonly warnings: readonly string[];
  /** Keys without a slash: the API server drops others silently (Kubernetes 1.36). */
  readonly auditAnnotations: Readonly<Record<string, string>>;
}
