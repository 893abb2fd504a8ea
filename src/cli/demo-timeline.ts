import { seconds } from "#model/seconds.ts";
import { timelineOf } from "#report/timeline.ts";
import { timelineText } from "#report/timeline-text.ts";

/** The end of one Pod behind a target group with delay 35, as the manifest has it and as Outlive stores it. */
export const demoTimeline = (width: number, color: boolean): string =>
  timelineText(
    timelineOf({
      ends: [
        { title: "as sent", preStop: undefined, gracePeriod: seconds(30), lost: [{ from: seconds(0), to: seconds(35) }] },
        { title: "as stored", preStop: seconds(40), gracePeriod: seconds(50), lost: [] },
      ],
      shutdown: seconds(5),
      propagation: seconds(20),
      drains: [{ label: "Ingress shop", delay: seconds(35) }],
    }),
    { width, color },
  );
