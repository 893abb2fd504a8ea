/** What can be wrong with a label or annotation under `outlive.dev/`. Warnings only: another version may know the key. */
export const ownKeyProblemSeverities = {
  "key-unknown": "warning",
  /** A key that there is, on an object or in a form in which it is not read. */
  "key-misplaced": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type OwnKeyProblemId = keyof typeof ownKeyProblemSeverities;
