/** What Outlive knows of flags of the AWS Load Balancer Controller in the cluster; v3.5 defaults. */
export interface ControllerFlags {
  /** `--cluster-name`. Undefined: not known, so names of target groups cannot be predicted. */
  readonly clusterName: string | undefined;
  /** `--ingress-class`: the value of `kubernetes.io/ingress.class` that it takes; empty: `alb` and no class at all. */
  readonly ingressClass: string;
  /** `--load-balancer-class`: the `spec.loadBalancerClass` of Services that it takes. */
  readonly loadBalancerClass: string;
  /** `--default-target-type`, for Ingress, Service and Gateway alike. */
  readonly defaultTargetType: "instance" | "ip";
  /** Helm value `enableServiceMutatorWebhook`: it writes its class into new Services of type LoadBalancer that have none. */
  readonly serviceMutatorWebhook: boolean;
  /** `--tolerate-non-existent-backend-service`: an action with one missing Service becomes a fixed 503. */
  readonly tolerateNonExistentBackendService: boolean;
  /** `--tolerate-non-existent-backend-action`: a missing `actions.*` annotation becomes a fixed 503. */
  readonly tolerateNonExistentBackendAction: boolean;
  /** Feature gate `EnableIPTargetType`: without it `ip` is refused. */
  readonly enableIPTargetType: boolean;
  /** Feature gate `NLBHealthCheckAdvancedConfig`: timeout and success codes of an NLB's health check may be set. */
  readonly nlbHealthCheckAdvancedConfig: boolean;
  /** Feature gate `ServiceTypeLoadBalancerOnly`: Services of another type are skipped. */
  readonly serviceTypeLoadBalancerOnly: boolean;
  /** Feature gate `EnableTCPUDPListener`: one TCP_UDP listener for a port number that is used by both. */
  readonly enableTCPUDPListener: boolean;
  /** Feature gate `ALBGatewayAPI`: Gateways of class `gateway.k8s.aws/alb`. */
  readonly albGatewayAPI: boolean;
  /** Feature gate `NLBGatewayAPI`: Gateways of class `gateway.k8s.aws/nlb`. */
  readonly nlbGatewayAPI: boolean;
  /** Feature gate `GatewayListenerSet`. */
  readonly gatewayListenerSet: boolean;
  /** `v3.5.0`, where its Deployment says it; it is no flag and cannot be configured. */
  readonly version?: string | undefined;
}

/** Those that somebody configured; the others are read from the controller's Deployment, where there is one. */
export type ConfiguredFlags = { readonly [F in ControllerFlag]?: ControllerFlags[F] | undefined };

export type ControllerFlag = Exclude<keyof ControllerFlags, "version">;

export const defaultControllerFlags: ControllerFlags = {
  clusterName: undefined,
  ingressClass: "alb",
  loadBalancerClass: "service.k8s.aws/nlb",
  defaultTargetType: "instance",
  serviceMutatorWebhook: true,
  tolerateNonExistentBackendService: true,
  tolerateNonExistentBackendAction: true,
  enableIPTargetType: true,
  nlbHealthCheckAdvancedConfig: true,
  serviceTypeLoadBalancerOnly: false,
  enableTCPUDPListener: false,
  albGatewayAPI: true,
  nlbGatewayAPI: true,
  gatewayListenerSet: true,
};
