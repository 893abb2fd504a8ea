/** Where the numbers of an exported floor are not those that today's routes and configuration give. */
export const floorProblemSeverities = {
  "floor-parameters-outdated": "warning",
  /** Other namespaces have a floor. */
  "floor-parameters-missing": "warning",
  /** The policy takes digits only, and sets nothing otherwise. */
  "floor-parameters-unreadable": "warning",
  /** No workload of the namespace requires a sleep anymore. */
  "floor-parameters-unneeded": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type FloorProblemId = keyof typeof floorProblemSeverities;
