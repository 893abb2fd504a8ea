/** The controller's command line, as pflag and the controller read it. */
import { describe, expect, test } from "vitest";
import { callRate, defaultCallRate } from "#load-balancers/controller/call-rate.ts";
import { readArguments } from "#load-balancers/controller/controller-arguments.ts";
import { featureGates } from "#load-balancers/controller/feature-gates.ts";
import { goFlags } from "#load-balancers/controller/go-flags.ts";

describe("a flag", () => {
  const booleans = new Set(["on"]);

  test.each<readonly [string, readonly string[], object]>([
    ["with its value behind an equals sign", ["--a=1"], { a: ["1"] }],
    ["with a value that holds one", ["--a=b=c"], { a: ["b=c"] }],
    ["with its value behind it", ["--a", "1", "--b=2"], { a: ["1"], b: ["2"] }],
    ["with a value that looks like a flag", ["--a", "--b", "--c=1"], { a: ["--b"], c: ["1"] }],
    ["that is true by being there", ["--on", "false", "--b=1"], { on: ["true"], b: ["1"] }],
    ["that is false", ["--on=false"], { on: ["false"] }],
    ["that stands last and has no value", ["--a"], { a: [""] }],
    ["that is given twice", ["--a=1", "--b=2", "--a=3"], { a: ["1", "3"], b: ["2"] }],
    ["behind what is no flag", ["x", "-v", "--a=1"], { a: ["1"] }],
    ["behind the end of all flags", ["--a=1", "--", "--b=2"], { a: ["1"] }],
  ])("%s", (_sentence, args, flags) => {
    expect(Object.fromEntries(goFlags(args, booleans))).toEqual(flags);
  });
});

describe("feature gates", () => {
  const read = (values: readonly string[], complete = true) => {
    const { states, refused } = featureGates(values, complete);
    expect(refused.every(({ flag }) => flag === "--feature-gates")).toBe(true);
    return [Object.fromEntries(states), refused.map(({ value }) => value)];
  };

  test.each<readonly [string, readonly string[], object, readonly string[]]>([
    ["one", ["NLBGatewayAPI=true"], { NLBGatewayAPI: true }, []],
    ["two, of which one is off", ["NLBGatewayAPI=true,ALBGatewayAPI=F"], { NLBGatewayAPI: true, ALBGatewayAPI: false }, []],
    ["what comes later overrules", ["NLBGatewayAPI=true", "NLBGatewayAPI=false"], { NLBGatewayAPI: false }, []],
    ["blanks around", [" NLBGatewayAPI = true ,"], { NLBGatewayAPI: true }, []],
    ["nothing", ["", ","], {}, []],
    ["no value", ["NLBGatewayAPI"], {}, ["NLBGatewayAPI"]],
    ["no boolean", ["NLBGatewayAPI=on,EnableRGTAPI=true"], { EnableRGTAPI: true }, ["NLBGatewayAPI=on"]],
    ["a name that the documentation has wrong", ["EnableTCPUDPListenerType=true"], {}, ["EnableTCPUDPListenerType=true"]],
    ["another such name", ["NLBHealthCheckAdvancedConfiguration=true"], {}, ["NLBHealthCheckAdvancedConfiguration=true"]],
    ["a name that no version has", ["Everything=true"], {}, ["Everything=true"]],
  ])("%s", (_sentence, values, states, refused) => {
    expect(read(values)).toEqual([states, refused]);
  });

  test("of a version that is not proven may have other names, but not those that are wrong in all of them", () => {
    expect(read(["Everything=true,EnableTCPUDPListenerType=true"], false)).toEqual([
      { Everything: true },
      ["EnableTCPUDPListenerType=true"],
    ]);
  });

  test.each([
    ...[
      "ListenerRulesTagging",
      "WeightedTargetGroups",
      "ServiceTypeLoadBalancerOnly",
      "EndpointsFailOpen",
      "EnableServiceController",
    ],
    ...["EnableIPTargetType", "EnableTCPUDPListener", "EnableRGTAPI", "SubnetsClusterTagCheck", "NLBHealthCheckAdvancedConfig"],
    ...[
      "NLBSecurityGroup",
      "ALBSingleSubnet",
      "LBCapacityReservation",
      "SubnetDiscoveryByReachability",
      "NLBGatewayAPI",
      "ALBGatewayAPI",
    ],
    ...["GlobalAcceleratorController", "EnhancedDefaultBehavior", "EnableDefaultTagsLowPriority", "ALBTargetControlAgent"],
    ...["GatewayListenerSet", "EnableCertificateManagement", "IngressPlanAnnotation"],
  ])("v3.5 knows %s", (gate) => {
    expect(read([`${gate}=true`])).toEqual([{ [gate]: true }, []]);
  });
});

describe("the command line", () => {
  test("that says nothing leaves the defaults", () => {
    expect(readArguments([], true)).toEqual({
      flags: {},
      watchNamespace: "",
      leaderElection: true,
      injectsGates: true,
      maxTargets: 0,
      callRate: defaultCallRate,
      refused: [],
    });
  });

  test("that says everything is read", () => {
    const gates = ["EnableIPTargetType", "NLBHealthCheckAdvancedConfig", "ServiceTypeLoadBalancerOnly", "EnableTCPUDPListener"];
    const more = ["ALBGatewayAPI", "NLBGatewayAPI", "GatewayListenerSet"];
    const args = [
      "--cluster-name=edge",
      "--ingress-class=alb",
      "--load-balancer-class=nlb",
      "--default-target-type=ip",
      "--tolerate-non-existent-backend-service=false",
      "--tolerate-non-existent-backend-action",
      "--feature-gates",
      [...gates, ...more].map((gate) => `${gate}=true`).join(","),
      "--watch-namespace=web",
      "--enable-leader-election=false",
      "--enable-pod-readiness-gate-inject=false",
      "--max-targets-per-target-group=50",
    ];
    expect(readArguments(args, true)).toMatchObject({
      flags: {
        clusterName: "edge",
        ingressClass: "alb",
        loadBalancerClass: "nlb",
        defaultTargetType: "ip",
        tolerateNonExistentBackendService: false,
        tolerateNonExistentBackendAction: true,
        enableIPTargetType: true,
        nlbHealthCheckAdvancedConfig: true,
        serviceTypeLoadBalancerOnly: true,
        enableTCPUDPListener: true,
        albGatewayAPI: true,
        nlbGatewayAPI: true,
        gatewayListenerSet: true,
      },
      watchNamespace: "web",
      leaderElection: false,
      injectsGates: false,
      maxTargets: 50,
      refused: [],
    });
  });

  test.each<readonly [string, string, readonly object[]]>([
    ["another target type", "--default-target-type=pod", [{ flag: "--default-target-type", value: "pod" }]],
    ["no boolean", "--enable-leader-election=maybe", [{ flag: "--enable-leader-election", value: "maybe" }]],
    ["no number", "--max-targets-per-target-group=many", [{ flag: "--max-targets-per-target-group", value: "many" }]],
    ["a gate of no version", "--feature-gates=X=true", [{ flag: "--feature-gates", value: "X=true" }]],
    ["nothing of what a Secret holds", "--default-target-type=$(TYPE)", []],
    ["no gates that a Secret holds", "--feature-gates=$(GATES)", []],
  ])("is refused for %s", (_sentence, argument, refused) => {
    expect(readArguments([argument], true).refused).toEqual(refused);
    expect(readArguments([argument], true).flags).toEqual({});
  });

  test.each([
    ["instance", "--default-target-type=instance", { defaultTargetType: "instance" }],
    ["no name of the cluster", "--cluster-name=", {}],
    ["the name that the manifest comes with", "--cluster-name=your-cluster-name", {}],
    ["a name that a Secret holds", "--cluster-name=$(NAME)", {}],
  ])("says %s", (_sentence, argument, flags) => {
    expect(readArguments([argument], true).flags).toEqual(flags);
  });

  test.each([
    ...["enable-leader-election", "enable-pod-readiness-gate-inject", "enable-shield", "enable-waf", "enable-wafv2"],
    ...["disable-ingress-class-annotation", "disable-ingress-group-name-annotation", "enable-endpoint-slices"],
    ...["tolerate-non-existent-backend-service", "tolerate-non-existent-backend-action", "enable-backend-security-group"],
    ...["enable-manage-backend-security-group-rules", "disable-restricted-sg-rules"],
  ])("has no value behind --%s", (flag) => {
    expect(readArguments([`--${flag}`, "--watch-namespace=web"], true).watchNamespace).toBe("web");
    expect(readArguments(["--watch-namespace", `--${flag}`], true).watchNamespace).toBe(`--${flag}`);
  });
});

describe("calls to deregister targets", () => {
  const elb = "Elastic Load Balancing v2";

  test.each<readonly [string, string | undefined, object | undefined]>([
    ["have the controller's own rate", undefined, defaultCallRate],
    ["have it beside entries for another service", "EC2:.*=1:1", defaultCallRate],
    ["have it beside an entry that cannot be read", `${elb}:DeregisterTargets=fast`, defaultCallRate],
    ["have it beside a rate of 0", `${elb}:DeregisterTargets=0:5`, defaultCallRate],
    ["have it beside an entry with another colon", `${elb}:Deregister:Targets=1:5`, defaultCallRate],
    ["have what is stated", `${elb}:DeregisterTargets=2.5:7`, { perSecond: 2.5, burst: 7 }],
    ["have what is stated of both calls", `${elb}:^RegisterTargets$|^DeregisterTargets$=8:40`, { perSecond: 8, burst: 40 }],
    ["have what is stated of all that begin so", `${elb}:^Deregister.*=3:9`, { perSecond: 3, burst: 9 }],
    ["have what is stated of a part of the name", `${elb}:Targets=3:9`, { perSecond: 3, burst: 9 }],
    ["have the slowest of several", `${elb}:.*=10:10,${elb}:Targets=3:9,${elb}:Deregister=5:1`, { perSecond: 3, burst: 9 }],
    ["have none where only other calls are slowed down", `${elb}:Describe.*=10:10`, undefined],
    ["have the default where an expression is more than names", `${elb}:(De)?registerTargets=1:1`, defaultCallRate],
  ])("%s", (_sentence, throttle, rate) => {
    expect(callRate(throttle)).toEqual(rate);
  });
});
