/** Held equal to package.json by test/repo/version.test.ts; a bundled file has no package.json beside it. */
export const version = "0.1.0";
