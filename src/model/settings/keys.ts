/** Every label and annotation of ours that is read or written; docs/annotations.md describes each. */
export const keys = {
  mode: "outlive.dev/mode",
  policy: "outlive.dev/policy",
  preStop: "outlive.dev/pre-stop",
  gracePeriod: "outlive.dev/grace-period",
  shutdown: "outlive.dev/shutdown",
  requestTimeout: "outlive.dev/request-timeout",
  keepAlive: "outlive.dev/keep-alive",
  containers: "outlive.dev/containers",
  skip: "outlive.dev/skip",
  ignore: "outlive.dev/ignore",
  deregistrationDelay: "outlive.dev/deregistration-delay",
  nextDeregistrationDelay: "outlive.dev/next-deregistration-delay",
  injected: "outlive.dev/injected",
  why: "outlive.dev/why",
  restartedFor: "outlive.dev/restarted-for",
  floor: "outlive.dev/floor",
} as const;

/** What all of them begin with. */
export const keyPrefix = "outlive.dev/";
