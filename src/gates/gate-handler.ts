import type { GivenContext } from "#assessment/context.ts";
import type { GateQuestion, GateReply } from "#model/gates/gate-reply.ts";
import { jsonText } from "#wording/printable.ts";
import { argoGateResponse, releaseOfPath } from "./argo-gate.ts";
import { flaggerHooks, flaggerResponse, isFlaggerHook } from "./flagger.ts";
import { askedBy, type CanaryTargets, type ForeignTarget, isRelease } from "./flagger-call.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import { foreignTarget, judgeRelease, notJudged, notSynced } from "./judge-release.ts";
import type { Release } from "./release.ts";

export interface GateSource {
  /** Undefined until the cluster has been read. */
  readonly context: () => GivenContext | undefined;
  /** What could not be judged, as where the objects are too large; asking again would not help. */
  readonly onFailure: (error: unknown) => void;
  /** Undefined for a Canary that is not known. */
  readonly canaryTarget: CanaryTargets;
  /** Called once for each question. */
  readonly onVerdict: (gate: "flagger" | "argo", hook: string, release: Release | ForeignTarget, verdict: GateVerdict) => void;
}

const flaggerPath = "/flagger/";

/** Every path of the gates port. */
export function answerGate({ method, path, body }: GateQuestion, source: GateSource): GateReply {
  if (path.startsWith(flaggerPath)) return flagger(path.slice(flaggerPath.length), method, body, source);
  const release = releaseOfPath(path);
  if (release === undefined)
    return plain(404, "the paths here are /flagger/TYPE and /gate/v1/namespaces/N/{rollouts,deployments}/NAME");
  if (method !== "GET") return plain(405, "this path supports GET");
  const verdict = judged(release, source);
  source.onVerdict("argo", "web", release, verdict);
  const { status, body: answer } = argoGateResponse(verdict);
  return { status, contentType: "application/json", text: jsonText(answer) };
}

function flagger(hook: string, method: string, body: unknown, source: GateSource): GateReply {
  if (!isFlaggerHook(hook)) return plain(404, `unknown type; expected one of ${flaggerHooks.join(", ")}`);
  if (method !== "POST") return plain(405, "this path supports POST");
  const asked = askedBy(body, source.canaryTarget);
  if (asked === undefined)
    return plain(412, "expected Flagger's JSON with name and namespace, and metadata.workload as Deployment/NAME if it is there");
  const verdict = judged(asked, source);
  source.onVerdict("flagger", hook, asked, verdict);
  const { status, text } = flaggerResponse(hook, verdict);
  return plain(status, text);
}

function judged(asked: Release | ForeignTarget, { context, onFailure }: GateSource): GateVerdict {
  const known = context();
  if (known === undefined) return notSynced;
  if (!isRelease(asked)) return foreignTarget(asked);
  try {
    return judgeRelease(asked, known);
  } catch (error) {
    onFailure(error);
    return notJudged(asked);
  }
}

const plain = (status: number, text: string): GateReply => ({ status, contentType: "text/plain", text });
