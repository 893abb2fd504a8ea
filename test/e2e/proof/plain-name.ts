/** A title as a part of names of files and of namespaces. */
export const plainName = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
