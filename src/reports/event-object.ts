import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { printable } from "#wording/printable.ts";
import type { EventNotice } from "./event-notice.ts";
import { eventReasons } from "./event-reasons.ts";

export interface EventSource {
  /** `MicroTime` of the API: RFC 3339 with six digits of a second, and no other number of them. */
  readonly time: string;
  /** Name of the Pod that writes it. */
  readonly instance: string;
}

const controller = "outlive.dev/audit";
const longestNoteBytes = 1024;

/** An Event of events.k8s.io/v1 within its limits (Kubernetes 1.37); the API server completes the name. */
export function eventObject(
  workload: ObjectRef & { readonly uid: string },
  notice: EventNotice,
  { time, instance }: EventSource,
) {
  const { apiVersion, kind, namespace, name, uid } = workload;
  const { reason, related } = notice;
  return {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { generateName: `${name.slice(0, 200)}-`, namespace },
    eventTime: time,
    type: eventReasons[reason].type,
    reason,
    action: reason === "Restarted" ? "Restart" : "Audit",
    note: inBytes(printable(notice.note), longestNoteBytes),
    regarding: { apiVersion, kind, namespace, name, uid },
    ...(related === undefined ? {} : { related }),
    reportingController: controller,
    reportingInstance: instance.slice(0, 128),
  };
}

/** At most so many bytes of UTF-8, cut between characters. */
function inBytes(text: string, most: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= most) return text;
  let cut = "";
  let bytes = encoder.encode("…").length;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > most) break;
    cut += character;
  }
  return `${cut}…`;
}
