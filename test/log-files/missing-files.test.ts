import { expect, test } from "vitest";
import { missingFiles } from "#log-files/missing-files.ts";

const nameOf = (minute: number, node: string, balancer = "shop"): string =>
  `111122223333_elasticloadbalancing_eu-west-1_app.${balancer}.50dc6c495c0c9188_20261126T09${String(minute).padStart(2, "0")}Z_${node}_a.log.gz`;

const whole = [0, 5, 10, 15, 20].flatMap((minute) => [nameOf(minute, "10.0.1.7"), nameOf(minute, "10.0.1.8")]);

test.each<readonly [string, readonly string[], number]>([
  ["of every interval", whole, 0],
  ["but one of a node", whole.filter((name) => name !== nameOf(10, "10.0.1.7")), 1],
  ["but all of an interval, in which nothing may have come", whole.filter((name) => !name.includes("0910Z")), 0],
  ["of a node that came later or went earlier", whole.filter((name) => !/09(?:00|20)Z_10\.0\.1\.8/.test(name)), 0],
  ["of load balancers apart", [...whole, nameOf(0, "10.0.2.1", "other"), nameOf(20, "10.0.2.1", "other")], 0],
  ["with other names", ["failures.csv", "a.log"], 0],
])("files %s", (_, names, missing) => {
  expect(missingFiles(names)).toBe(missing);
});
