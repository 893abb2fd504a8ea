/** Judges what the page sends, away from its own thread: typing and scrolling never wait for it. */
import { timelineSvg } from "#explain/timeline-svg.ts";
import { configurationOf } from "#library/configuration.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { answerHtml } from "#playground/answer-html.ts";
import { diffHtml } from "#playground/diff-html.ts";
import { judge } from "#playground/judge.ts";
import type { Judgement } from "#playground/judgement.ts";
import { startingValues } from "#playground/starting-values.ts";
import { whatIf } from "#playground/what-if.ts";
import type { Choices, Question, Response } from "./messages.ts";

const docs = "docs/";

const state: { judgement: Judgement | undefined } = { judgement: undefined };

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  postMessage(answered(data));
});

function answered(question: Question): Response {
  try {
    return question.kind === "judge" ? judged(question) : tried(question);
  } catch (error) {
    return { kind: "failed", id: question.id, message: String(error) };
  }
}

function judged({ id, text, choices }: Extract<Question, { kind: "judge" }>): Response {
  const judgement = judge(text, chosen(choices));
  state.judgement = judgement;
  const { fixed, explanations } = judgement;
  const changed = fixed.text !== text;
  return {
    kind: "judged",
    id,
    answer: answerHtml(judgement, docs),
    sliders: explanations.map(startingValues),
    fixed: { text: fixed.text, changed, diff: changed ? diffHtml(text, fixed.text) : "", refused: fixed.refused },
  };
}

const chosen = ({ policy, clusterName }: Choices): ReturnType<typeof configurationOf> =>
  configurationOf({ ...(policy === "" ? {} : { policy }), ...(clusterName === "" ? {} : { clusterName }) });

function tried({ id, workload, values }: Extract<Question, { kind: "try" }>): Response {
  const explanation = state.judgement?.explanations[workload];
  if (explanation === undefined) return { kind: "failed", id, message: `there is no workload ${workload}` };
  const { timeline, sentences } = whatIf(explanation, {
    preStop: seconds(values.preStop),
    gracePeriod: seconds(values.gracePeriod),
    deregistrationDelay: optional(values.deregistrationDelay),
    requestTimeout: values.requestTimeout === 0 ? undefined : seconds(values.requestTimeout),
    rate: values.rate === 0 ? undefined : values.rate,
  });
  const svg = timelineSvg(timeline, { title: "One Pod after its deletion, with these values", id: `w${workload}-time` });
  return { kind: "tried", id, workload, svg: svg.source, sentences };
}

const optional = (value: number | undefined): Seconds | undefined => (value === undefined ? undefined : seconds(value));
