import { type Seconds, seconds } from "#model/findings/seconds.ts";

/**
 * The annotation `outlive.dev/injected`: which values of a Pod or a template were set here. It is part of a template's hash, so it
 * is a pure function of these values: no time, no version of the program. The version is that of this format.
 */
export interface InjectionRecord {
  /** Sleeps by the names of their containers. A Map, because a container may be named `constructor`. */
  readonly preStop: ReadonlyMap<string, Seconds>;
  readonly gracePeriod: RecordedGracePeriod | undefined;
}

export interface RecordedGracePeriod {
  readonly value: Seconds;
  /** Before it was raised for the first time; undefined where the manifest left it out and no API server filled it in. */
  readonly was: Seconds | undefined;
}

const version = 1;

export const emptyRecord: InjectionRecord = { preStop: new Map(), gracePeriod: undefined };

export const isEmpty = ({ preStop, gracePeriod }: InjectionRecord): boolean => preStop.size === 0 && gracePeriod === undefined;

export const printRecord = ({ preStop, gracePeriod }: InjectionRecord): string =>
  JSON.stringify({
    version,
    ...(preStop.size === 0 ? {} : { preStop: Object.fromEntries(preStop) }),
    ...(gracePeriod === undefined ? {} : { gracePeriod: gracePeriod.value }),
    ...(gracePeriod?.was === undefined ? {} : { was: gracePeriod.was }),
  });

/** Longer than that of a Pod of a thousand containers; whatever is longer was not written here. */
const longestRecord = 128 * 1024;

/** Undefined for text that is no record of this version: somebody else wrote it, and nothing is derived from it. */
export function parseRecord(text: string | undefined): InjectionRecord | undefined {
  if (text === undefined || text.length > longestRecord) return undefined;
  const read = fieldsOf(parsed(text));
  if (read?.get("version") !== version) return undefined;
  const preStop = read.has("preStop") ? sleepsOf(read.get("preStop")) : emptyRecord.preStop;
  const value = asSeconds(read.get("gracePeriod"));
  const was = asSeconds(read.get("was"));
  if (preStop === undefined || (read.has("gracePeriod") && value === undefined)) return undefined;
  return { preStop, gracePeriod: value === undefined ? undefined : { value, was } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined;

function sleepsOf(value: unknown): InjectionRecord["preStop"] | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const sleeps = [...fields].flatMap(([name, each]) => {
    const slept = asSeconds(each);
    return slept === undefined ? [] : [[name, slept] as const];
  });
  return sleeps.length === fields.size ? new Map(sleeps) : undefined;
}

const asSeconds = (value: unknown): Seconds | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? seconds(value) : undefined;
