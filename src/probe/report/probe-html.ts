import { traceHtml } from "#trace/pictures/trace-html.ts";
import { markup } from "#wording/markup.ts";
import type { ProbeReport } from "./probe-report.ts";
import { answerText } from "./probe-text.ts";

/** The page of `trace`, with the answer of the probe above it. */
export const probeHtml = ({ trace, load, url, problems }: ProbeReport): string =>
  traceHtml(
    { ...trace, problems: [...problems, ...trace.problems] },
    {
      title: url === null ? "Recording" : `Probe of ${url}`,
      answer: load === null ? markup`` : markup`<p class="answer ${load.passed ? "good" : "lost"}">${answerText(load)}</p>`,
    },
  );
