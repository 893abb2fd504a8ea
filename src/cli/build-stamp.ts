/** Which commit this is a build of, and the day of that commit. The build puts its own in place of this module; sources have none. */
export interface BuildStamp {
  readonly commit?: string | undefined;
  readonly date?: string | undefined;
}

export const buildStamp: BuildStamp = {};
