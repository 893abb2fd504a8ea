import { describe, expect, test } from "vitest";
import { flagsInEffect } from "#load-balancers/controller/flags-in-effect.ts";
import { installedControllers } from "#load-balancers/controller/installed-controllers.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";
import { type ConfiguredFlags, type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { type ControllerValues, controllerDeployment } from "../../support/controller-manifests.ts";
import { viewOf } from "../../support/view.ts";

const read = (values: ControllerValues): readonly InstalledController[] =>
  installedControllers(viewOf([controllerDeployment(values)]));

const effective = (documents: readonly unknown[], configured: ConfiguredFlags = {}): ControllerFlags =>
  flagsInEffect({ view: viewOf(documents), configured, excludedNamespaces: ["kube-system"] });

const shipped = { ...defaultControllerFlags, clusterName: "production", version: "v3.5.0" };

test.each<[string, ControllerValues, Partial<ControllerFlags>]>([
  ["as shipped", {}, {}],
  ["another cluster name", { clusterName: "eu-1" }, { clusterName: "eu-1" }],
  ["the name of an unedited manifest", { clusterName: "your-cluster-name" }, { clusterName: undefined }],
  ["a cluster name from its own environment", { clusterName: "$(NAME)", env: { NAME: "from-env" } }, { clusterName: "from-env" }],
  ["a cluster name from a Secret", { clusterName: "$(NAME)" }, { clusterName: undefined }],
  ["another ingress class", { ingressClass: "alb-internal" }, { ingressClass: "alb-internal" }],
  ["an empty ingress class", { more: ["--ingress-class="] }, { ingressClass: "" }],
  ["another load balancer class", { loadBalancerClass: "example.com/nlb" }, { loadBalancerClass: "example.com/nlb" }],
  ["ip targets", { defaultTargetType: "ip" }, { defaultTargetType: "ip" }],
  ["instance targets", { defaultTargetType: "instance" }, {}],
  [
    "no tolerance",
    { tolerateNonExistentBackendService: false, tolerateNonExistentBackendAction: false },
    { tolerateNonExistentBackendService: false, tolerateNonExistentBackendAction: false },
  ],
  ["a gate", { featureGates: { EnableTCPUDPListener: true } }, { enableTCPUDPListener: true }],
  [
    "several gates",
    { featureGates: { ALBGatewayAPI: false, NLBGatewayAPI: "0", GatewayListenerSet: "F" } },
    { albGatewayAPI: false, nlbGatewayAPI: false, gatewayListenerSet: false },
  ],
  ["gates of no concern", { featureGates: { NLBSecurityGroup: false, EnableRGTAPI: true } }, {}],
  [
    "gates given twice",
    {
      featureGates: { EnableIPTargetType: false, ServiceTypeLoadBalancerOnly: true },
      more: ["--feature-gates=EnableIPTargetType=true"],
    },
    { serviceTypeLoadBalancerOnly: true },
  ],
  [
    "values as words of their own",
    { more: ["--default-target-type", "ip", "--load-balancer-class", "x/nlb"] },
    { defaultTargetType: "ip", loadBalancerClass: "x/nlb" },
  ],
  [
    "a switch without a value",
    { more: ["--tolerate-non-existent-backend-service", "--enable-waf", "--default-target-type=ip"] },
    { defaultTargetType: "ip" },
  ],
  ["a flag given twice", { more: ["--ingress-class=a", "--ingress-class=b"] }, { ingressClass: "b" }],
  ["arguments behind the end of flags", { more: ["--", "--ingress-class=a"] }, {}],
  ["another name", { nameOverride: "lbc", fullname: "lbc", namespace: "platform" }, {}],
  ["a mirrored image", { image: "registry.example.com/mirror/lbc@sha256:0123", nameOverride: "lbc" }, {}],
  [
    "NLB health checks as AWS has them",
    { featureGates: { NLBHealthCheckAdvancedConfig: false } },
    { nlbHealthCheckAdvancedConfig: false },
  ],
])("flags of the Helm chart are read: %s", (_what, values, expected) => {
  expect(effective([controllerDeployment(values)])).toEqual({ ...shipped, ...expected });
});

test.each<[string, ControllerValues, Partial<InstalledController>]>([
  [
    "version of the tag",
    {},
    { version: "v3.5.0", replicas: 2, leaderElection: true, injectsGates: true, maxTargets: 0, watchNamespace: "" },
  ],
  [
    "tag before label",
    { image: "example.com:5000/aws-load-balancer-controller:v3.6.1", appVersion: "v3.5.0" },
    { version: "v3.6.1" },
  ],
  ["label where the image has a digest", { image: "aws-load-balancer-controller@sha256:01" }, { version: "v3.5.0" }],
  ["neither", { image: "aws-load-balancer-controller:latest", appVersion: "main" }, { version: undefined }],
  ["replicas and a namespace", { replicaCount: 1, watchNamespace: "web" }, { replicas: 1, watchNamespace: "web" }],
  ["no leader election", { more: ["--enable-leader-election=false"] }, { leaderElection: false }],
  [
    "no gates, and a cap",
    { enablePodReadinessGateInject: false, maxTargetsPerTargetGroup: 50 },
    { injectsGates: false, maxTargets: 50 },
  ],
  ["the rate of calls as shipped", {}, { callRate: { perSecond: 4, burst: 20 } }],
  [
    "another rate",
    { awsApiThrottle: ["Elastic Load Balancing v2:RegisterTargets|DeregisterTargets=10:40"] },
    { callRate: { perSecond: 10, burst: 40 } },
  ],
  [
    "the slower of two rates",
    { awsApiThrottle: ["Elastic Load Balancing v2:.*=8:40", "Elastic Load Balancing v2:DeregisterTargets=2:5"] },
    { callRate: { perSecond: 2, burst: 5 } },
  ],
  ["no rate for this call", { awsApiThrottle: ["Elastic Load Balancing v2:Describe.*=8:40"] }, { callRate: undefined }],
  ["a rate of another service", { awsApiThrottle: ["WAFV2:.*=8:40"] }, { callRate: { perSecond: 4, burst: 20 } }],
  [
    "half a call each second",
    { awsApiThrottle: ["Elastic Load Balancing v2:DeregisterTargets=0.25:5"] },
    { callRate: { perSecond: 0.25, burst: 5 } },
  ],
  [
    "names of which one is more than a name",
    { awsApiThrottle: ["Elastic Load Balancing v2:Describe.*|(De)?registerTargets=8:40"] },
    { callRate: { perSecond: 4, burst: 20 } },
  ],
  ["a burst with a unit", { awsApiThrottle: ["Elastic Load Balancing v2:.*=8:40s"] }, { callRate: { perSecond: 4, burst: 20 } }],
  [
    "the first of two rates that are as slow",
    { awsApiThrottle: ["Elastic Load Balancing v2:.*=2:40", "Elastic Load Balancing v2:DeregisterTargets=2:5"] },
    { callRate: { perSecond: 2, burst: 40 } },
  ],
  [
    "an expression that is more than names",
    { awsApiThrottle: ["Elastic Load Balancing v2:(De)?registerTargets=8:40"] },
    { callRate: { perSecond: 4, burst: 20 } },
  ],
])("the Deployment says %s", (_what, values, expected) => {
  expect(read(values)).toMatchObject([expected]);
});

test.each<[string, ControllerValues, readonly string[]]>([
  [
    "the gate of the controller's own table",
    { featureGates: { EnableTCPUDPListenerType: true } },
    ["EnableTCPUDPListenerType=true"],
  ],
  ["a gate that a proven version lacks", { featureGates: { Unheard: true } }, ["Unheard=true"]],
  ["a state that is none", { featureGates: { ALBGatewayAPI: "on" } }, ["ALBGatewayAPI=on"]],
  ["a target type that is none", { defaultTargetType: "pod" }, ["pod"]],
])("an argument that the controller ends at: %s", (_what, values, refused) => {
  expect(read(values)[0]?.refused.map(({ value }) => value)).toEqual(refused);
});

test("a gate that only another version may have is nobody's mistake", () => {
  const values = { image: "aws-load-balancer-controller:v3.7.0", featureGates: { Unheard: true } };
  expect(read(values)[0]?.refused).toEqual([]);
});

const running = (name: string, image: string, args: readonly string[]): unknown => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "kube-system" },
  spec: { template: { spec: { containers: [{ name, image, args }] } } },
});

test("a static manifest is recognised by its arguments, and another program with a cluster name is not", () => {
  const manifest = running("controller", "lbc:latest", ["--cluster-name=c", "--ingress-class=alb"]);
  const other = running("other", "other:1", ["--cluster-name=c"]);
  expect(installedControllers(viewOf([manifest, other])).map(({ ref }) => ref.name)).toEqual(["controller"]);
});

describe("with two controllers", () => {
  const internal = { fullname: "internal", ingressClass: "internal", defaultTargetType: "ip" };
  const inKubeSystem = [controllerDeployment({ defaultTargetType: "ip" }), controllerDeployment(internal)];

  test("what both have alike counts, and what differs has its default", () => {
    expect(effective(inKubeSystem)).toEqual({ ...shipped, defaultTargetType: "ip" });
  });

  test("what is configured settles it", () => {
    expect(effective(inKubeSystem, { ingressClass: "internal" })).toMatchObject({ ingressClass: "internal" });
  });

  test("one of a tenant does not count beside one in a namespace that is left alone", () => {
    const tenant = controllerDeployment({ namespace: "web", clusterName: "mine", ingressClass: "mine" });
    expect(effective([controllerDeployment(), tenant])).toEqual(shipped);
  });

  test("both are scaled to zero, and count as they would run", () => {
    const stopped = inKubeSystem.map((each) => ({ ...each, spec: { ...(each["spec"] as object), replicas: 0 } }));
    expect(effective(stopped)).toEqual(effective(inKubeSystem));
  });

  test("of two versions neither is known to be the one that acts", () => {
    const older = controllerDeployment({
      fullname: "older",
      image: "registry.example.com/eks/aws-load-balancer-controller:v3.4.0",
    });
    expect(effective([controllerDeployment(), older]).version).toBeUndefined();
    expect(effective([controllerDeployment(), controllerDeployment({ fullname: "same" })]).version).toBe("v3.5.0");
  });

  test("what is not configured leaves what they have", () => {
    expect(effective(inKubeSystem, { defaultTargetType: undefined }).defaultTargetType).toBe("ip");
  });

  test("one that is scaled to zero does not count", () => {
    const stopped = controllerDeployment({ replicaCount: 0 });
    expect(effective([stopped, controllerDeployment(internal)])).toMatchObject({
      ingressClass: "internal",
      defaultTargetType: "ip",
    });
    expect(effective([controllerDeployment(), controllerDeployment({ ...internal, replicaCount: 0 })])).toEqual(shipped);
  });
});

test("without a controller the defaults of v3.5 are taken", () => {
  expect(effective([])).toEqual(defaultControllerFlags);
});
