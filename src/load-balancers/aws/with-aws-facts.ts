/** Target groups as Kubernetes describes them, held against what AWS reports about the same ones. */
import { delayOf } from "#load-balancers/attributes/target-group-attributes.ts";
import type { TargetGroupsOfPod } from "#load-balancers/derived-target-group.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { AwsFacts, AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";
import { type AwsValue, agreed } from "./agreed-value.ts";
import { bindingRef } from "./binding-ref.ts";
import { idleKeyOf } from "./idle-key.ts";

/** Everything stays as it is where AWS was not asked, or has not answered yet. */
export function withAwsFacts(found: TargetGroupsOfPod, facts: AwsFacts | undefined): TargetGroupsOfPod {
  if (facts === undefined) return found;
  const before = new Set(found.targetGroups.flatMap(({ problems }) => problems.map(textOf)));
  const targetGroups = found.targetGroups.map((group) => withFact(group, facts));
  const own = targetGroups.flatMap(({ problems }) => problems);
  const ofRoutes = found.problems.filter((each) => !before.has(textOf(each)));
  return { targetGroups, problems: [...ofRoutes, ...new Map(own.map((each) => [textOf(each), each])).values()] };
}

const textOf = (found: Problem): string => JSON.stringify(found);

function withFact(group: TargetGroup, facts: AwsFacts): TargetGroup {
  const fact = group.arn === undefined ? undefined : facts.targetGroup(group.arn);
  if (fact === undefined) return group;
  if (!fact.exists) {
    const missing = problem("aws-target-group-missing", bindingRef(group), "spec.targetGroupARN", { arn: group.arn ?? "" });
    return { ...group, problems: [...group.problems, missing] };
  }
  const { targetGroup, age } = fact;
  const described = isDescribed(group);
  const reported: AwsValue = { value: delayIn(targetGroup), byDefault: 300, age };
  const delay = agreed(described ? group.deregistrationDelay : unknownDelay(group), reported, facts.prefer);
  const idle = agreed(group.idleTimeout, { ...idleOf(targetGroup), age }, facts.prefer);
  const problems = [
    ...group.problems.flatMap((each) => inLightOfAws(each, delay.value?.source)),
    ...delay.problem(delayKey, { object: group.delaySetting.object, field: group.delaySetting.field }),
    ...idle.problem(idleKeyOf(targetGroup.kind), { object: group.origin, field: "" }),
  ];
  return {
    ...group,
    loadBalancer: group.loadBalancer === "unknown" ? targetGroup.kind : group.loadBalancer,
    targetType: group.targetType === "unknown" ? targetGroup.targetType : group.targetType,
    ...(group.healthCheck === undefined && targetGroup.healthCheck !== undefined
      ? { healthCheck: targetGroup.healthCheck, healthCheckSource: { from: "aws", age, byDefault: false } }
      : {}),
    deregistrationDelay: delay.value ?? group.deregistrationDelay,
    delaySetting: group.delaySetting.form === "duration" ? settingInAws(targetGroup) : group.delaySetting,
    idleTimeout: idle.value ?? group.idleTimeout,
    ...(targetGroup.targetStates === undefined ? {} : { targetStates: targetGroup.targetStates }),
    problems,
  };
}

/** Several objects may be the origin, so what one of them says is a guess. */
const isDescribed = ({ problems }: TargetGroup): boolean => !problems.some(({ id }) => id === "binding-origin-ambiguous");

const unknownDelay = ({ deregistrationDelay }: TargetGroup): TargetGroup["deregistrationDelay"] => ({
  ...deregistrationDelay,
  source: { from: "assumed" },
});

/** An annotation of ours only states what AWS does: a delay that no object requires is changed where the target group is managed. */
const settingInAws = ({ arn }: AwsTargetGroup): TargetGroup["delaySetting"] => ({
  object: { apiVersion: "elasticloadbalancing/v2", kind: "TargetGroup", name: parseTargetGroupArn(arn)?.name ?? arn },
  field: delayKey,
  form: "duration",
  attributes: {},
});

function delayIn({ attributes }: AwsTargetGroup): Seconds | undefined {
  const { value, source } = delayOf(attributes, { from: "setting", name: delayKey });
  return source.from === "setting" ? value : undefined;
}

/** Of several load balancers the longest: requests may come from each. */
function idleOf({ loadBalancers, kind }: AwsTargetGroup): Omit<AwsValue, "age"> {
  const known = loadBalancers.flatMap(({ idleTimeout }) => idleTimeout ?? []);
  const [first, ...rest] = known;
  const longest = rest.reduce<Seconds | undefined>((a, b) => (a === undefined || b > a ? b : a), first);
  return { value: longest, byDefault: kind === "nlb" ? 350 : 60 };
}

/** What was said because the delay was not known. */
function inLightOfAws(found: Problem, source: TargetGroup["deregistrationDelay"]["source"] | undefined): readonly Problem[] {
  if (source?.from !== "aws") return [found];
  switch (found.id) {
    case "binding-delay-assumed":
      return source.byDefault ? [problem("binding-delay-default", found.object, found.field, found.details)] : [];
    case "binding-origin-missing":
      return [problem(found.id, found.object, found.field, { ...found.details, known: "aws" })];
    case "binding-origin-ambiguous":
      return [];
    default:
      return [found];
  }
}
