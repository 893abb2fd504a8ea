/**
 * Whether the name of a Gateway's target group is made from the name of a named targetPort. Up to v3.5.0 it was made from 1 for any such
 * port, so that two of them on one Service collided (#4876, on main after v3.5.0). A version that is not known counts as current.
 */
export function namedPortsInNames(version: string | undefined): boolean {
  const found = /^v?(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?/.exec(version ?? "");
  if (found === null) return true;
  const [, major, minor, patch = 0] = found;
  const order = Number(major) - 3 || Number(minor) - 5 || Number(patch);
  return order > 0;
}
