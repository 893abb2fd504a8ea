/** What the npm package exports: docs/library.md. */
export type * from "#model/reports/v1alpha1.ts";
export { check } from "./check-objects.ts";
export { explain } from "./explain-objects.ts";
export { type OutliveOptions, OutliveOptionsError } from "./options.ts";
