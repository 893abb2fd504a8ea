/** The parts of a target group's ARN (AWS service authorization reference, Elastic Load Balancing V2). */
export interface TargetGroupArn {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

const longest = 256;

const shape =
  /^arn:(aws[a-z-]{0,20}):elasticloadbalancing:([a-z]{2,4}(?:-[a-z]{1,10}){1,3}-\d{1,2}):(\d{12}):targetgroup\/([A-Za-z0-9-]{1,32})\/[0-9a-f]{1,32}$/;

/** Undefined for any other text: a region becomes part of a host name, and anyone who may create a binding writes it. */
export function parseTargetGroupArn(text: string): TargetGroupArn | undefined {
  const parts = text.length > longest ? null : shape.exec(text);
  if (parts === null) return undefined;
  const [, partition = "", region = "", account = "", name = ""] = parts;
  return { partition, region, account, name };
}
