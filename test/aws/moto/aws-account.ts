/** What the tests set up in the simulated AWS, by its query API. */

export interface AwsAccount {
  readonly region: string;
  /** Gives the ARN. */
  targetGroup(name: string, given?: { readonly protocol?: string; readonly targetType?: string }): Promise<string>;
  targetGroupAttributes(arn: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  /** A load balancer with one listener that forwards to the target group; gives the ARNs of both. */
  loadBalancer(
    name: string,
    given: { readonly type: "application" | "network"; readonly targetGroup: string },
  ): Promise<{ readonly arn: string; readonly listener: string }>;
  loadBalancerAttributes(arn: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  listenerAttributes(arn: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  registerTarget(targetGroup: string, address: string, port: number): Promise<void>;
  deleteTargetGroup(arn: string): Promise<void>;
}

type Parameters = Readonly<Record<string, string>>;

export async function awsAccount(endpoint: string, region: string): Promise<AwsAccount> {
  const send = (service: "ec2" | "elasticloadbalancing", version: string) => async (action: string, given: Parameters) => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({ Action: action, Version: version, ...given }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action}: ${text}`);
    return text;
  };
  const ec2 = send("ec2", "2016-11-15");
  const elb = send("elasticloadbalancing", "2015-12-01");
  const vpc = first(await ec2("DescribeVpcs", {}), "vpcId");
  const subnets = all(await ec2("DescribeSubnets", {}), "subnetId").slice(0, 2);
  const modify = async (what: string, arn: string, attributes: Readonly<Record<string, string>>): Promise<void> => {
    await elb(`Modify${what}Attributes`, { [`${what}Arn`]: arn, ...keyed(attributes) });
  };
  return {
    region,
    targetGroup: async (name, { protocol = "HTTP", targetType = "ip" } = {}) =>
      first(
        await elb("CreateTargetGroup", { Name: name, Protocol: protocol, Port: "8080", VpcId: vpc, TargetType: targetType }),
        "TargetGroupArn",
      ),
    targetGroupAttributes: (arn, attributes) => modify("TargetGroup", arn, attributes),
    loadBalancer: async (name, { type, targetGroup }) => {
      const arn = first(
        await elb("CreateLoadBalancer", { Name: name, Type: type, ...listed("Subnets", subnets) }),
        "LoadBalancerArn",
      );
      const listener = await elb("CreateListener", {
        LoadBalancerArn: arn,
        Protocol: type === "network" ? "TCP" : "HTTP",
        Port: "80",
        "DefaultActions.member.1.Type": "forward",
        "DefaultActions.member.1.TargetGroupArn": targetGroup,
      });
      return { arn, listener: first(listener, "ListenerArn") };
    },
    loadBalancerAttributes: (arn, attributes) => modify("LoadBalancer", arn, attributes),
    listenerAttributes: (arn, attributes) => modify("Listener", arn, attributes),
    registerTarget: async (targetGroup, address, port) => {
      await elb("RegisterTargets", {
        TargetGroupArn: targetGroup,
        "Targets.member.1.Id": address,
        "Targets.member.1.Port": String(port),
      });
    },
    deleteTargetGroup: async (arn) => {
      await elb("DeleteTargetGroup", { TargetGroupArn: arn });
    },
  };
}

const listed = (name: string, values: readonly string[]): Parameters =>
  Object.fromEntries(values.map((value, index) => [`${name}.member.${index + 1}`, value]));

const keyed = (attributes: Readonly<Record<string, string>>): Parameters =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value], index) => [
      [`Attributes.member.${index + 1}.Key`, key],
      [`Attributes.member.${index + 1}.Value`, value],
    ]),
  );

const all = (xml: string, tag: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, value]) => value ?? "");

function first(xml: string, tag: string): string {
  const [value] = all(xml, tag);
  if (value === undefined) throw new Error(`no ${tag} in ${xml}`);
  return value;
}
