/**
 * The documents of `outlive.dev/v1alpha1`, as commands print them with `-o json` and the library returns them. Times are whole
 * seconds. Fields are added, none is removed or changes its meaning. This file imports nothing, because it is published as it is.
 */

export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Left out for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

export interface FindingDocument {
  /** Id of a rule or problem; docs/messages.md has all of them. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly subject: ObjectName;
  /** Field that would have to change, as in `spec.template.spec.containers[0].lifecycle.preStop`. */
  readonly path: string;
  /** What is wrong, why it matters, what to do. */
  readonly message: string;
  /** The same in three parts. */
  readonly what: string;
  readonly why: string;
  readonly do: string;
  /** The page of the rule; null where the docs are not published. */
  readonly ruleUrl: string | null;
  /** There is a value that fixes it, in the workload or on a route. */
  readonly fixable: boolean;
  readonly actualSeconds: number | null;
  readonly requiredSeconds: number | null;
  /** The numbers that it follows from. */
  readonly because: readonly { readonly name: string; readonly seconds: number; readonly source: string }[];
}

export interface HealthCheckDocument {
  readonly protocol: string;
  readonly port: string;
  readonly path: string | null;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher?: string;
}

export interface TargetGroupDocument {
  readonly loadBalancer: "alb" | "nlb" | "unknown";
  readonly origin: { readonly kind: string; readonly namespace: string | null; readonly name: string };
  /** Name of the TargetGroupBinding; null where it is not known. */
  readonly binding: string | null;
  readonly service: string;
  /** As the route writes it: a number or the name of a Service port. */
  readonly port: string | number;
  readonly targetType: "ip" | "instance" | "unknown";
  readonly attributes: Readonly<Record<string, string>>;
  readonly deregistrationDelaySeconds: number;
  /** Object and field, or `default`. */
  readonly deregistrationDelaySource: string;
  readonly healthCheck: HealthCheckDocument | null;
  readonly idleTimeoutSeconds: number | null;
  /** Targets by the state in which AWS reports them; only of one workload, with `--aws`. */
  readonly targetStates?: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly id: string; readonly severity: "error" | "warning"; readonly message: string }[];
}

export interface TimesDocument {
  readonly preStopSeconds: number | null;
  /** Absent where `preStopSeconds` is all that is waited for; `unknown`: as long as a hook takes, up to the grace period. */
  readonly preStopExtent?: "at-least" | "unknown";
  readonly terminationGracePeriodSeconds: number;
}

/** One set of values that makes every ordering of the policy hold together. */
export interface RemedyDocument extends TimesDocument {
  /** Deregistration delays to set first; `value` is the complete new value of the field or annotation. */
  readonly routes: readonly {
    readonly object: ObjectName;
    readonly field: string;
    readonly value: string;
    readonly deregistrationDelaySeconds: number;
  }[];
}

/** What fails when one Pod ends; null where nothing does. Counted from the Pod's deletion. */
export interface FailuresDocument {
  /** New requests that still arrive and are not served. */
  readonly newRequests: { readonly fromSeconds: number; readonly toSeconds: number } | null;
  /** Requests in flight that are cut. Those that take no longer than `safeUpToSeconds` are served. */
  readonly inFlight: { readonly cutBy: string; readonly atSeconds: number; readonly safeUpToSeconds: number } | null;
}

export interface RollOutCostDocument {
  readonly lostRequests: number | null;
  readonly seconds: number;
}

/** A roll-out of the whole workload; numbers of requests are null where no rate of requests was given. */
export interface RollOutDocument {
  readonly pods: number;
  readonly requestsPerSecond: number | null;
  readonly assumedStartUpSeconds: number;
  readonly now: RollOutCostDocument;
  readonly required: RollOutCostDocument;
}

/** The AWS Load Balancer Controllers whose settings decide, and what of them is not as shipped. */
export interface ControllerDocument {
  readonly installed: readonly {
    readonly object: ObjectName;
    readonly version: string | null;
    readonly image: string;
    readonly replicas: number;
  }[];
  readonly flags: readonly { readonly flag: string; readonly value: string; readonly source: string }[];
  readonly eksAutoMode: boolean;
}

/** Nodes that the Pods may run on, with how long each end of such a node leaves them. */
export interface NodeGroupDocument {
  readonly name: string;
  readonly bounds: readonly { readonly end: string; readonly seconds: number; readonly source: string }[];
  /** The kubelet does not wait for its Pods when the machine stops without a drain. */
  readonly stopsAtOnce: boolean;
}

export interface ExplanationDocument {
  readonly apiVersion: "outlive.dev/v1alpha1";
  readonly kind: "Explanation";
  readonly subject: ObjectName;
  readonly policy: string;
  readonly mode: "enforce" | "warn" | "audit" | "off";
  /** Why the webhook does nothing about it, and the command that changes that; empty where it does. */
  readonly whyNot: readonly { readonly reason: string; readonly why: string; readonly command: string | null }[];
  readonly targetGroups: readonly TargetGroupDocument[];
  readonly current: TimesDocument;
  /** What enforce mode would leave the Pod with. */
  readonly required: TimesDocument;
  /** Null where no value has to change. */
  readonly remedy: RemedyDocument | null;
  /** What fails with the values as they are, and with those required; null where it cannot be predicted. */
  readonly failures: { readonly now: FailuresDocument | null; readonly required: FailuresDocument | null };
  /** Null where it cannot be predicted. */
  readonly rollOut: RollOutDocument | null;
  /** Condition types that the AWS Load Balancer Controller gives such a Pod. */
  readonly readinessGates: readonly string[];
  readonly controller: ControllerDocument;
  /** Empty where nothing is known of the nodes. */
  readonly nodes: readonly NodeGroupDocument[];
  readonly findings: readonly FindingDocument[];
  /** Findings that an annotation or the configuration says to live with. */
  readonly ignored: readonly {
    readonly rule: string;
    readonly subject: ObjectName;
    readonly reason: string;
    readonly by: string;
  }[];
}

/** What `check` of the library returns; on the command line, files and lines are in place of `object`. */
export interface ObjectsReport {
  readonly apiVersion: "outlive.dev/v1alpha1";
  readonly kind: "Report";
  readonly summary: { readonly errors: number; readonly warnings: number };
  /** In the order of the objects. */
  readonly findings: readonly ObjectFinding[];
  readonly skipped: readonly { readonly subject: ObjectName; readonly reason: string; readonly object: number }[];
  /** What could not be read, or not as meant. */
  readonly notices: readonly { readonly object: number; readonly message: string }[];
}

export interface ObjectFinding extends FindingDocument {
  /** Index of the object that the finding is about, or that brought it up; a List counts as one object. */
  readonly object: number;
}
