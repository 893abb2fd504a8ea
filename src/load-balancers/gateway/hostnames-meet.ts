/**
 * Whether a route's hostnames and a listener's leave anything in common; either may be absent, which means any.
 * Hostnames that are not valid (an empty or overlong label) meet nothing.
 */
export function hostnamesMeet(route: readonly string[], listener: string | undefined): boolean {
  if (route.length === 0 || listener === undefined) return true;
  return route.some((hostname) => overlap(hostname, listener) && hostnameValid(hostname)) && hostnameValid(listener);
}

const overlap = (a: string, b: string): boolean => a === b || wildcardCovers(a, b) || wildcardCovers(b, a);

const wildcardCovers = (pattern: string, hostname: string): boolean =>
  pattern.startsWith("*.") && hostname.endsWith(pattern.slice(1));

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;

const hostnameValid = (hostname: string): boolean =>
  !ipv4.test(hostname) &&
  !hostname.includes(":") &&
  hostname.split(".").every((label) => label.length >= 1 && label.length <= 63);
