import { expect, test } from "vitest";
import { keptByAws } from "#facts/kept-by-aws.ts";
import { targetGroupsOfServices } from "#facts/target-groups.ts";
import type { TargetGroup } from "#model/target-group.ts";
import { viewOf } from "../support/view.ts";
import { compare } from "../vectors/golden-comparison.ts";
import { scenarios } from "../vectors/golden.ts";

const updates = scenarios
  .filter(({ liveBeforeUpdate, golden }) => liveBeforeUpdate !== undefined && golden.accepted === true)
  .map((scenario) => [scenario.name, scenario] as const);

test.each(updates)("%s leaves in AWS what both states together say", (_name, { flags, golden, live, liveBeforeUpdate }) => {
  const groups = (documents: readonly unknown[]): readonly TargetGroup[] => {
    const view = viewOf(documents);
    return targetGroupsOfServices(view.list("Service"), view, flags).targetGroups;
  };
  const { targetGroups } = keptByAws(groups(liveBeforeUpdate ?? []), groups(live));
  expect(compare(targetGroups, golden.targetGroups, true)).toEqual([]);
});
