/** Which statuses count as a success. */
export interface AcceptedStatuses {
  /** As it was given, such as `200-399`. */
  readonly text: string;
  readonly accepts: (status: number) => boolean;
}

const range = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;

/** Reads `200-299,304`; undefined for everything else. */
export function readAcceptedStatuses(text: string): AcceptedStatuses | undefined {
  if (text.length > 100) return undefined;
  const ranges: { readonly from: number; readonly to: number }[] = [];
  for (const part of text.split(",")) {
    const [, from, to = from] = range.exec(part.trim()) ?? [];
    if (from === undefined || to === undefined || Number(to) < Number(from)) return undefined;
    ranges.push({ from: Number(from), to: Number(to) });
  }
  return { text, accepts: (status) => ranges.some(({ from, to }) => status >= from && status <= to) };
}
