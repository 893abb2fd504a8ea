/** `MicroTime` of the API, which takes exactly six digits after the point (Kubernetes 1.37). `ms` since 1970. */
export const microTime = (ms: number): string => new Date(ms).toISOString().replace("Z", "000Z");
