/** Where the pages of docs/ are published. Written by scripts/gen-publication.ts from publication.json. */
export const published: { readonly documentation: string | undefined } = {
  documentation: undefined,
};
