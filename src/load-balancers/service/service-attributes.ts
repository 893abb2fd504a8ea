import type { SourcedAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { parseBool } from "#load-balancers/attributes/go-values.ts";
import { readStringMap } from "#load-balancers/attributes/string-map.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { fromObject, type Sourced, sourced } from "#model/findings/sourced.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { perObject } from "#model/per-object.ts";
import { accept, type OrRefusal, refuse } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";

export interface ServiceAttributes {
  readonly attributes: SourcedAttributes;
  readonly problems: readonly Problem[];
  /** Nothing could be read, though something is requested. */
  readonly refused: boolean;
}

const preserveClientIp = "preserve_client_ip.enabled";
const proxyProtocol = "proxy_protocol_v2.enabled";

/**
 * Attributes of the target group for a port number: those of the Service, over them by key those of the port (v2.14.0+)
 * that are not empty, over all of them what the proxy protocol annotations force.
 */
export function serviceAttributes(base: Service, port: number): OrRefusal<ServiceAttributes> {
  const ofAll = ofAllPorts(base);
  if (!ofAll.ok) return ofAll;
  const ofPort = mapAnnotation(base, `target-group-attributes.${port}`);
  if (!ofPort.ok) return ofPort;
  const forced = forcedProxyProtocol(base, port);
  if (!forced.ok) return forced;
  const attributes = new Map<string, Sourced<string>>([[proxyProtocol, sourced("false", { from: "default" })]]);
  for (const [key, value] of ofAll.value.attributes) attributes.set(key, value);
  for (const [key, value] of ofPort.value.attributes) if (value.value !== "") attributes.set(key, value);
  if (forced.value !== undefined) attributes.set(proxyProtocol, forced.value);
  if (attributes.get(proxyProtocol)?.value === "") attributes.delete(proxyProtocol);
  return accept({ attributes, problems: [...ofAll.value.problems, ...ofPort.value.problems], refused: false });
}

/** Read once, however many ports the Service has. */
const ofAllPorts = perObject((base: Service) => mapAnnotation(base, "target-group-attributes"));

/** An annotation of `key=value` pairs on the Service; empty where it is absent. */
export function mapAnnotation(base: Service, suffix: string): OrRefusal<ServiceAttributes> {
  const found = serviceAnnotation(base, suffix);
  if (found === undefined) return accept({ attributes: new Map(), problems: [], refused: false });
  const reading = readStringMap(found.value);
  if (!reading.ok) return refuse(base, found.key, "attributes-unparsable", { text: found.value });
  const preserve = reading.map[preserveClientIp];
  if (preserve !== undefined && parseBool(preserve) === undefined) {
    return refuse(base, found.key, "boolean-unparsable", { value: `${preserveClientIp}=${preserve}` });
  }
  const source = fromObject(refOf(base.meta), found.key);
  const attributes = new Map(Object.entries(reading.map).map(([key, value]) => [key, sourced(value, source)]));
  const { older } = reading;
  if (older.reads === "same") return accept({ attributes, problems: [], refused: false });
  const read = older.reads === "other" ? JSON.stringify(older.map) : "refused";
  const note = problem("attributes-not-portable", refOf(base.meta), found.key, { text: found.value, older: read });
  return accept({ attributes, problems: [note], refused: false });
}

function forcedProxyProtocol(base: Service, port: number): OrRefusal<Sourced<string> | undefined> {
  const perPort = proxyProtocolOfPort(base, port);
  if (!perPort.ok) return perPort;
  const all = serviceAnnotation(base, "proxy-protocol");
  if (all === undefined) return perPort;
  if (all.value !== "*") return refuse(base, all.key, "service-proxy-protocol-invalid", { value: all.value });
  return accept(sourced("true", fromObject(refOf(base.meta), all.key)));
}

function proxyProtocolOfPort(base: Service, port: number): OrRefusal<Sourced<string> | undefined> {
  const found = proxiedPorts(base);
  if (found === undefined) return accept(undefined);
  const { key, ports, wrong } = found;
  if (wrong !== undefined) return refuse(base, key, "service-proxy-protocol-port-invalid", { value: wrong });
  return accept(sourced(String(ports.has(String(port))), fromObject(refOf(base.meta), key)));
}

const proxiedPorts = perObject((base: Service) => {
  const found = serviceAnnotation(base, "proxy-protocol-per-target-group");
  if (found === undefined) return undefined;
  const ports = found.value
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "");
  return { key: found.key, ports: new Set(ports), wrong: ports.find((text) => !/^[+-]?\d+$/.test(text)) };
});
