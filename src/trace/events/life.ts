/** Where an event was read. */
export type EventSource = "audit-log" | "controller-log" | "cloudtrail" | "recording" | "target-health";

/** A moment with how late it may really have been: a time that is cut to whole seconds lies in [at, at + 1 s). */
export interface Moment {
  readonly atMs: number;
  readonly spreadMs: number;
  readonly source: EventSource;
}

/** One end of a container that started again, or of the last one. */
export interface ContainerEnd {
  readonly endMs: number;
  readonly startedAgainMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly reason: string | undefined;
}

/** When a target was deregistered from one group. */
export interface Deregistration {
  /** Name of the group. */
  readonly group: string;
  readonly port: number | undefined;
  readonly moment: Moment;
}

/** One Pod, or one registration of an address whose Pod is not known, from its start to its end. */
export interface Life {
  readonly address: string;
  /** `namespace/name`, where a source names it. */
  readonly pod: string | undefined;
  /** When it could first get requests: registered, else first seen. */
  readonly started: Moment | undefined;
  /** Its deletion was requested. */
  readonly deleted: Moment | undefined;
  readonly graceSeconds: number | undefined;
  /** The shortest preStop sleep of its containers that have one; 0 where it is known that none has. */
  readonly preStopSeconds: number | undefined;
  /** Its last container has ended. */
  readonly ended: Moment | undefined;
  readonly lastEnd: ContainerEnd | undefined;
  readonly restarts: readonly ContainerEnd[];
  readonly deregistrations: readonly Deregistration[];
  /** Where it was registered after another one had been deregistered, for a life of which no Pod is known. */
  readonly registeredIn?: { readonly group: string; readonly port: number | undefined };
}

/** The moment from which on a load balancer should stop using the target; undefined for a life that nobody ended. */
export const referenceOf = (life: Life, group: string): number | undefined =>
  life.deleted?.atMs ?? deregistrationOf(life, group)?.atMs;

/** From this group; a source that does not name the group counts for all. */
export const deregistrationOf = ({ deregistrations }: Life, group: string): Moment | undefined =>
  (deregistrations.find((each) => each.group === group) ?? deregistrations.find((each) => each.group === ""))?.moment;
