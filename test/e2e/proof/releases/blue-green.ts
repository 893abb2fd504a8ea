import { type SampleGiven, workloadOf } from "../../sample/manifests.ts";
import type { Scenario } from "../scenarios.ts";
import { newTemplate } from "./new-template.ts";
import type { Release, ReleaseGiven } from "./release.ts";

/** What Argo Rollouts takes where nobody states `scaleDownDelaySeconds` (its documentation on blue/green). */
const USUAL_DELAY_SECONDS = 30;

/** Long enough for no load balancer: the old Pods go while requests still reach them. */
const HASTY_DELAY_SECONDS = 1;

/** A Rollout in place of the Deployment, switched by the Service `shop`, behind Outlive's gate where there is one. */
const blueGreen = (delaySeconds: (given: ReleaseGiven) => number): Release => ({
  controller: "argo-rollouts",
  pods: "app=shop",
  first: async (scene, given) => {
    const { sample, gateUrl } = given;
    const analysis = gateUrl === undefined ? {} : { prePromotionAnalysis: { templates: [{ templateName: "outlive" }] } };
    const strategy = { blueGreen: { activeService: "shop", scaleDownDelaySeconds: delaySeconds(given), ...analysis } };
    await scene.apply(...(gateUrl === undefined ? [] : [analysisTemplate(sample, gateUrl)]), ...rolloutOf(sample, strategy));
    await scene.until(async () => (await phase(scene)) === "Healthy", "the first revision");
  },
});

const rolloutOf = (sample: SampleGiven, strategy: object): readonly object[] =>
  workloadOf(sample).map((object) => {
    if (!("kind" in object && object.kind === "Deployment" && "spec" in object)) return object;
    return { ...object, apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", spec: { ...(object.spec as object), strategy } };
  });

const analysisTemplate = ({ namespace }: SampleGiven, gateUrl: string): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AnalysisTemplate",
  metadata: { name: "outlive", namespace },
  spec: {
    metrics: [
      {
        name: "outlive",
        successCondition: "result == true",
        provider: { web: { url: `${gateUrl}/gate/v1/namespaces/${namespace}/rollouts/shop`, jsonPath: "{$.ok}" } },
      },
    ],
  },
});

type Releasing = Parameters<Scenario["act"]>[0];

const phase = (scene: Releasing): Promise<string> => scene.kubectl("get", "rollout/shop", "-o", "jsonpath={.status.phase}");

/** Until the new revision is in use and nothing but its Pods is left. */
async function release(scene: Releasing): Promise<void> {
  const revision = (): Promise<string> => scene.kubectl("get", "rollout/shop", "-o", "jsonpath={.status.stableRS}");
  const before = await revision();
  await scene.kubectl("patch", "rollout/shop", "--type=json", "-p", newTemplate);
  await scene.until(async () => (await revision()) !== before && (await phase(scene)) === "Healthy", "the new revision");
  await scene.until(
    async () => (await scene.pods(`app=shop,rollouts-pod-template-hash=${before}`)).length === 0,
    "the old revision to be scaled down",
  );
}

export const blueGreenScenarios: readonly Scenario[] = [
  {
    name: "blue/green by Argo Rollouts",
    replicas: 4,
    alone: false,
    harmless: true,
    release: blueGreen(({ pace }) => Math.ceil(USUAL_DELAY_SECONDS * pace.factor)),
    act: release,
  },
  {
    name: "blue/green in haste",
    replicas: 4,
    alone: false,
    release: blueGreen(() => HASTY_DELAY_SECONDS),
    act: release,
  },
];
