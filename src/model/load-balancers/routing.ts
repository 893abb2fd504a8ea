import type { LabelSelector } from "#model/kubernetes/label-selector.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";

/** A port by its number or by its name, in the form in which the object writes it. */
export type PortRef = number | string;

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly targetPort: PortRef;
  readonly nodePort: number | undefined;
}

export interface Service {
  readonly meta: ObjectMeta;
  readonly type: string;
  /** Empty: selects nothing, as the AWS Load Balancer Controller reads it. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  readonly loadBalancerClass: string | undefined;
  readonly externalTrafficPolicy: string | undefined;
  readonly healthCheckNodePort: number | undefined;
  readonly allocatesNodePorts: boolean;
  readonly publishNotReadyAddresses: boolean;
  readonly finalizers: readonly string[];
}

export interface IngressBackend {
  /** Undefined where the backend names a `resource`. */
  readonly service: { readonly name: string; readonly port: PortRef } | undefined;
  /** Dotted path of the backend in the Ingress, for findings. */
  readonly field: string;
}

export interface Ingress {
  readonly meta: ObjectMeta;
  readonly ingressClassName: string | undefined;
  readonly defaultBackend: IngressBackend | undefined;
  readonly rules: readonly IngressRule[];
}

export interface IngressRule {
  /** Empty: every host. */
  readonly host: string;
  readonly paths: readonly { readonly path: string; readonly pathType: string; readonly backend: IngressBackend }[];
}

export interface IngressClass {
  readonly meta: ObjectMeta;
  readonly controller: string;
  readonly isDefault: boolean;
  readonly parameters: { readonly apiGroup: string; readonly kind: string; readonly name: string } | undefined;
}

/** Of `elbv2.k8s.aws/v1beta1`, or of `eks.amazonaws.com/v1` in EKS Auto Mode. */
export interface IngressClassParams {
  readonly meta: ObjectMeta;
  /** Undefined and empty: all namespaces. */
  readonly namespaceSelector: LabelSelector | undefined;
  /** Undefined where `spec.group` is absent; may be empty, which is no valid name. */
  readonly groupName: string | undefined;
  readonly targetType: string | undefined;
  readonly loadBalancerAttributes: readonly Attribute[];
  readonly sslRedirectPort: string | undefined;
  readonly hasCertificates: boolean;
  /** Those that replace an annotation, by its name, in the form in which the annotation would say it. */
  readonly settings: Readonly<Partial<Record<ClassSetting, string>>>;
}

export type ClassSetting =
  | "scheme"
  | "ip-address-type"
  | "load-balancer-name"
  | "subnets"
  | "inbound-cidrs"
  | "security-group-prefix-lists"
  | "ssl-policy"
  | "tags"
  | "minimum-load-balancer-capacity"
  | "ipam-ipv4-pool-id"
  | "wafv2-acl-arn"
  | "wafv2-acl-name";

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/** Of `elbv2.k8s.aws/v1beta1`, or of `eks.amazonaws.com/v1` in EKS Auto Mode. */
export interface TargetGroupBinding {
  readonly meta: ObjectMeta;
  readonly targetType: string | undefined;
  readonly targetGroupArn: string | undefined;
  readonly targetGroupName: string | undefined;
  readonly targetGroupProtocol: string | undefined;
  readonly service: { readonly name: string; readonly port: PortRef };
  readonly hasNodeSelector: boolean;
  readonly multiCluster: boolean;
}

export interface Namespace {
  readonly meta: ObjectMeta;
}
