import { custom } from "#kubernetes/objects/watched-kind.ts";

export const gatewayApi = { ...custom, group: "gateway.networking.k8s.io" } as const;

/** v1 is stored since AWS Load Balancer Controller 3.5, v1beta1 is still served; the schema is the same. */
export const awsGatewayApi = { ...custom, group: "gateway.k8s.aws", versions: ["v1", "v1beta1"] } as const;
