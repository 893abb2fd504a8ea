/** One kind of object as the API server serves it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Undefined for all namespaces, or for a kind that has none. */
  readonly namespace?: string | undefined;
}

export const apiVersionOf = (group: string, version: string): string => (group === "" ? version : `${group}/${version}`);

/** Path of the objects of a kind, in one namespace or in all. */
export const collectionPath = ({ group, version, plural, namespace }: Resource): string =>
  `${group === "" ? "/api" : "/apis"}/${apiVersionOf(group, version)}/${namespace === undefined ? "" : `namespaces/${namespace}/`}${plural}`;

export interface Access {
  readonly verb: string;
  /** `ingresses.networking.k8s.io`, as `kubectl auth can-i` takes it. */
  readonly resource: string;
  /** Undefined for all namespaces, or for a kind that has none. */
  readonly namespace: string | undefined;
}

const resourcePath =
  /^\/api(?:s\/(?<group>[^/]+))?\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[^/]+)(?<name>\/[^/]+)?(?:\/(?<part>[^/]+))?$/;

/** What a request asks permission for, so that a refusal can name it; undefined for what is no resource. */
export function accessOf(method: string, path: string): Access | undefined {
  const { pathname, searchParams } = new URL(path, "http://server");
  const match = resourcePath.exec(pathname)?.groups;
  if (match === undefined) return undefined;
  const { group, namespace, plural = "", name, part } = match;
  const resource = `${plural}${part === undefined ? "" : `/${part}`}${group === undefined ? "" : `.${group}`}`;
  return { verb: verbOf(method, name !== undefined, searchParams.has("watch")), resource, namespace };
}

function verbOf(method: string, named: boolean, watched: boolean): string {
  if (method === "GET") return named ? "get" : watched ? "watch" : "list";
  if (method === "POST") return "create";
  if (method === "PUT") return "update";
  return named ? method.toLowerCase() : `${method.toLowerCase()}collection`;
}
