/** Where all requests of a probe go. */
export interface ProbeTarget {
  readonly url: URL;
  readonly method: "GET" | "HEAD";
  /** In the order in which they were given. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Certificates in PEM that are trusted besides the usual ones. */
  readonly ca: string | undefined;
  /** Name of the response header in which the application names its Pod, in lower case. */
  readonly podHeader: string | undefined;
}

/** Without brackets around an IPv6 address. */
export const hostOf = ({ hostname }: URL): string => (hostname.startsWith("[") ? hostname.slice(1, -1) : hostname);

/** Scheme, host and path: a query may hold what nobody should read. */
export const publicUrl = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;
