import type { ProofSet } from "../proof-set.ts";
import type { Page } from "./page.ts";
import { proofPage } from "./proof-page.ts";
import { releasesPage } from "./releases-page.ts";

/** Releases have a page of their own. */
export const pageOf = (sets: readonly ProofSet[]): Page =>
  sets.every(({ finished }) => finished.every(({ planned: { scenario } }) => scenario.release !== undefined))
    ? releasesPage
    : proofPage;
