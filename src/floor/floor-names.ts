/** What the exported objects are called, in every cluster and namespace. */
export const floorName = "outlive-floor";
export const checkName = "outlive-check";

/** Keys of the ConfigMap with the numbers of a namespace. */
export const floorKeys = { sleep: "sleep", grace: "grace" } as const;
