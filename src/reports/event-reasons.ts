/** Every reason of an Event, with its type and when there is one; docs/reports.md lists them. */
export const eventReasons = {
  Injected: {
    type: "Normal",
    when: "the Pods of a workload are given a preStop sleep, a grace period or both when they are created",
  },
  Refused: { type: "Warning", when: "admission would deny the workload as it is" },
  TimingsTooShort: {
    type: "Warning",
    when: "its Pods stop too early; in the modes warn and audit, with what enforce would change",
  },
  GateMissing: { type: "Warning", when: "its Pods lack a readiness gate" },
  RestartNeeded: { type: "Warning", when: "running Pods have less than Pods that are created now" },
  RouteUnsafe: { type: "Warning", when: "a route in front of it loses requests whatever its Pods do" },
  TimingsHold: { type: "Normal", when: "none of the above holds any longer" },
  Restarted: { type: "Normal", when: "Outlive has restarted the workload (restart.onNewRoute)" },
} as const satisfies Readonly<Record<string, { readonly type: "Normal" | "Warning"; readonly when: string }>>;

export type EventReason = keyof typeof eventReasons;
