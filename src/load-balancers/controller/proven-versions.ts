/** The minor version of the controller that the facts were read from and run against: v3.5.0 and main shortly after it. */
export const provenVersion = "v3.5";

/** Patches of the proven minor version count as proven: they fix what was built before. */
export const isProven = (version: string | undefined): boolean => version !== undefined && /^v?3\.5(?:\.|$)/.test(version);
