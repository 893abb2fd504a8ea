/**
 * Names that the AWS Load Balancer Controller gives to target groups, which are the names of their TargetGroupBindings too.
 * The hash is taken once, when the target group is made: a name that differs proves nothing about one that exists.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export interface IngressTargetGroupIdentity {
  readonly clusterName: string;
  /** Name of an explicit group; `namespace/name` of the Ingress for an implicit one. */
  readonly groupId: string;
  readonly ingressNamespace: string;
  readonly ingressName: string;
  readonly serviceNamespace: string;
  readonly serviceName: string;
  readonly serviceUid: string;
  /** As the Ingress writes it. */
  readonly port: number | string;
  /** nodePort for `instance`; the numeric targetPort for `ip`, or 1 where that is a name. */
  readonly targetGroupPort: number;
  readonly targetType: "ip" | "instance";
  readonly protocol: string;
  readonly protocolVersion: string;
  readonly targetControlPort: number | undefined;
}

export const ingressTargetGroupName = (identity: IngressTargetGroupIdentity): string =>
  hashedName(identity.serviceNamespace, identity.serviceName, [
    identity.clusterName,
    identity.groupId,
    identity.ingressNamespace,
    identity.ingressName,
    identity.serviceUid,
    String(identity.port),
    String(identity.targetGroupPort),
    identity.targetType,
    identity.protocol,
    identity.protocolVersion,
    identity.targetControlPort === undefined ? "" : String(identity.targetControlPort),
  ]);

/** `k8s-<8 of the namespace>-<8 of the name>-<10 hex digits>`, with everything but ASCII letters and digits left out of the first two. */
export const hashedName = (namespace: string, name: string, hashed: readonly string[]): string =>
  `k8s-${alphanumeric(namespace).slice(0, 8)}-${alphanumeric(name).slice(0, 8)}-${bytesToHex(sha256(utf8ToBytes(hashed.join("")))).slice(0, 10)}`;

const alphanumeric = (text: string): string => text.replace(/[^0-9A-Za-z]/g, "");
