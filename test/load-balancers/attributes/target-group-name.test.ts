import { expect, test } from "vitest";
import { ingressTargetGroupName } from "#load-balancers/attributes/target-group-name.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

test.each(vectorsOf("ingressTargetGroupName"))("names a target group as the controller does: %s", (_id, { input, expected }) => {
  const [ingressNamespace, ingressName] = input.ingress.split("/");
  const name = ingressTargetGroupName({
    clusterName: input.clusterName,
    groupId: input.groupID,
    ingressNamespace,
    ingressName,
    serviceNamespace: input.service.namespace,
    serviceName: input.service.name,
    serviceUid: input.service.uid,
    port: input.port,
    targetGroupPort: input.tgPort,
    targetType: input.targetType,
    protocol: input.protocol,
    protocolVersion: input.protocolVersion,
    targetControlPort: input.targetControlPort ?? undefined,
  });
  expect(name).toBe(expected.name);
});
