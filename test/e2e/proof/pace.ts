import type { Propagation } from "#model/settings/policy.ts";
import { defaultParameters } from "#policy/policies.ts";
import { albTiming, atPace, type LoadBalancerTiming, nlbTiming } from "../alb/timing.ts";

/** All times of a set of runs, made from one factor. Those that Kubernetes objects hold are whole seconds. */
export interface ProofPace {
  readonly factor: number;
  /** 35 at full length: with 40 and 50 around it the timing that "AWS Zero Deployment Downtime" ended at. */
  readonly shortDelaySeconds: number;
  /** 70 at full length, with 10 and 60 within it: that of "Implementing zero downtime deployment of Pods on Amazon EKS". */
  readonly longDelaySeconds: number;
  /** The 30 s that Kubernetes gives where nobody states a grace period. */
  readonly graceSeconds: number;
  /** `parameters` of Outlive's configuration, its defaults at this pace. */
  readonly parameters: object;
  readonly albTiming: LoadBalancerTiming;
  readonly nlbTiming: LoadBalancerTiming;
}

export function proofPace(factor: number): ProofPace {
  const whole = (seconds: number): number => Math.max(1, Math.ceil(seconds * factor));
  const both = ({ minimum, chosen }: Propagation): object => ({ minimum: whole(minimum), chosen: whole(chosen) });
  const { preStopMargin, graceMargin, shutdown, propagation } = defaultParameters;
  const { albIp, nlbIp, service } = propagation;
  return {
    factor,
    shortDelaySeconds: whole(35),
    longDelaySeconds: whole(70),
    graceSeconds: whole(30),
    parameters: {
      preStopMargin: whole(preStopMargin),
      graceMargin: whole(graceMargin),
      shutdown: whole(shutdown),
      propagation: { albIp: both(albIp), nlbIp: both(nlbIp), service: both(service) },
    },
    albTiming: atPace(albTiming, factor),
    nlbTiming: atPace(nlbTiming, factor),
  };
}
