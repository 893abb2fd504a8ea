import { expect, test } from "vitest";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";

const arn = (partition: string, region: string): string =>
  `arn:${partition}:elasticloadbalancing:${region}:123456789012:targetgroup/tf-web/7055c9ceba04f4e3`;

test.each([
  ["aws", "eu-west-1"],
  ["aws", "ap-southeast-4"],
  ["aws-cn", "cn-northwest-1"],
  ["aws-us-gov", "us-gov-east-1"],
  ["aws-iso", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-east-1"],
  ["aws-eusc", "eusc-de-east-1"],
])("reads partition %s and region %s", (partition, region) => {
  expect(parseTargetGroupArn(arn(partition, region))).toEqual({ partition, region, account: "123456789012", name: "tf-web" });
});

test.each([
  "",
  "tf-web",
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/7055c9ceba04f4e3",
  arn("aws", "eu-west-1.example.net"),
  arn("aws", "eu-west-1/../x"),
  arn("aws", "127.0.0.1"),
  arn("aws", ""),
  arn("other", "eu-west-1"),
  `${arn("aws", "eu-west-1")}\n`,
  `${arn("aws", "eu-west-1")}${"0".repeat(300)}`,
])("no host name can be made of %j", (text) => {
  expect(parseTargetGroupArn(text)).toBeUndefined();
});
