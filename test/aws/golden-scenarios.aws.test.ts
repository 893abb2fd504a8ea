/** Scenarios of the real controller, with the simulated AWS filled as that controller left it: every delay and idle timeout is AWS's. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openElbApi } from "#aws/api/sdk-api.ts";
import type { FactStore } from "#aws/fact-store.ts";
import { readFactsOnce } from "#aws/read-facts-once.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import { viewOf } from "../support/view.ts";
import { type GoldenTargetGroup, type Scenario, scenarios } from "../vectors/golden.ts";
import { instantClock } from "./instant-clock.ts";
import { type AwsAccount, awsAccount } from "./moto/aws-account.ts";
import { type FaultProxy, startFaultProxy } from "./moto/fault-proxy.ts";

const region = "eu-central-1";
const nowMs = 1_800_000_000_000;

let account: AwsAccount;
let proxy: FaultProxy;

beforeAll(async () => {
  account = await awsAccount(inject("motoEndpoint"), region);
  proxy = await startFaultProxy(inject("motoEndpoint"));
});

afterAll(() => proxy.close());

const bound = scenarios.filter(({ golden }) => golden.targetGroups.length > 0);

const keyOf = ({ namespace, tgbName }: Pick<GoldenTargetGroup, "namespace" | "tgbName">): string => `${namespace}/${tgbName}`;

/** Gives the ARN that the simulated AWS chose, by binding; a target group of two bindings is one. */
async function fill({ name, golden }: Scenario): Promise<ReadonlyMap<string, string>> {
  const arns = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const [index, group] of golden.targetGroups.entries()) {
    const known = byName.get(group.targetGroupName);
    const protocol = ["HTTP", "HTTPS"].includes(group.protocol) ? "HTTP" : "TCP";
    const arn = known ?? (await account.targetGroup(`s${name.slice(0, 3)}-${index}`, { protocol, targetType: group.targetType }));
    byName.set(group.targetGroupName, arn);
    arns.set(keyOf(group), arn);
    if (known === undefined) await account.targetGroupAttributes(arn, group.attributes);
  }
  return arns;
}

/** The objects with the ARNs of the simulated AWS in place of those of the recording. */
const withArns = (documents: readonly unknown[], arns: ReadonlyMap<string, string>): readonly unknown[] =>
  documents.flatMap(itemsOf).map((document) => {
    const { kind, metadata, spec } = document as {
      kind: string;
      metadata: { namespace: string; name: string };
      spec: object;
    };
    const arn = kind === "TargetGroupBinding" ? arns.get(`${metadata.namespace}/${metadata.name}`) : undefined;
    return arn === undefined ? document : { ...(document as object), spec: { ...spec, targetGroupARN: arn } };
  });

const itemsOf = (document: unknown): readonly unknown[] =>
  typeof document === "object" && document !== null && "items" in document && Array.isArray(document.items)
    ? document.items
    : [document];

const readAll = async (arns: readonly string[]): Promise<FactStore> => {
  const { facts, failures } = await readFactsOnce(arns, {
    load: () => Promise.resolve(openElbApi),
    region: undefined,
    endpoint: proxy.endpoint,
    clock: instantClock(nowMs),
    random: () => 0.5,
  });
  expect(failures).toEqual([]);
  return facts;
};

describe.each(bound.map((scenario) => [scenario.name, scenario] as const))("%s", (_name, scenario) => {
  test("every binding has the delay that AWS reports", async () => {
    const arns = await fill(scenario);
    const view = viewOf(withArns(scenario.live, arns));
    const facts = (await readAll(wantedArns(view))).factsAt(nowMs, "aws");
    const { targetGroups } = targetGroupsOfServices(view.list("Service"), view, scenario.flags, facts);
    const delays = targetGroups.flatMap(({ namespace, binding, deregistrationDelay }) =>
      binding === undefined ? [] : [[`${namespace}/${binding}`, deregistrationDelay.value] as const],
    );
    const expected = new Map(scenario.golden.targetGroups.map((group) => [keyOf(group), Number(group.attributes[delayKey])]));
    expect(delays.length).toBeGreaterThan(0);
    for (const [key, delay] of delays) expect([key, delay]).toEqual([key, expected.get(key)]);
  });
});
