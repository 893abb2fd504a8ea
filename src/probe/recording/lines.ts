import type { RecordingLine } from "#trace/events/recording.ts";

export type PodLine = Extract<RecordingLine, { readonly kind: "pod" }>;
export type EndpointLine = Extract<RecordingLine, { readonly kind: "endpoint" }>;

/** Receives a recording, line by line. */
export type LineSink = (line: RecordingLine) => void;

/** A line without the moment at which it was seen: two of them are equal if nothing has changed. */
export type Unstamped<T extends RecordingLine> = Omit<T, "at" | "notBefore">;
