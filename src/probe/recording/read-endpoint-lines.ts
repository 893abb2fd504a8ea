import { asFlag, asInteger, asList, asText, asTexts, at } from "#kubernetes/objects/lenient-json.ts";
import type { EndpointLine, Unstamped } from "./lines.ts";

const serviceLabel = "kubernetes.io/service-name";
/** The API server allows 1000 endpoints with 100 ports; a Service has one port or a few. */
const mostLines = 10_000;

/** The endpoints of one EndpointSlice, one for each address and port. */
export function readEndpointLines(raw: unknown): readonly Unstamped<EndpointLine>[] {
  const namespace = asText(at(raw, "metadata", "namespace"));
  const service = asText(at(raw, "metadata", "labels", serviceLabel));
  if (namespace === undefined || service === undefined) return [];
  const ports = asList(at(raw, "ports")).map((port) => asInteger(at(port, "port")));
  return asList(at(raw, "endpoints"))
    .flatMap((endpoint) =>
      asTexts(at(endpoint, "addresses")).flatMap((address) =>
        (ports.length === 0 ? [undefined] : ports).map((port) => lineOf(endpoint, { namespace, service, address, port })),
      ),
    )
    .slice(0, mostLines);
}

interface Place {
  readonly namespace: string;
  readonly service: string;
  readonly address: string;
  readonly port: number | undefined;
}

/** Conditions that are unknown count as ready and serving (discovery/v1). */
function lineOf(endpoint: unknown, { namespace, service, address, port }: Place): Unstamped<EndpointLine> {
  const ready = asFlag(at(endpoint, "conditions", "ready")) ?? true;
  const isPod = asText(at(endpoint, "targetRef", "kind")) === "Pod";
  const pod = isPod ? asText(at(endpoint, "targetRef", "name")) : undefined;
  return {
    kind: "endpoint",
    namespace,
    service,
    address,
    ...(port === undefined || port < 0 ? {} : { port }),
    ready,
    serving: asFlag(at(endpoint, "conditions", "serving")) ?? ready,
    terminating: asFlag(at(endpoint, "conditions", "terminating")) ?? false,
    ...(pod === undefined ? {} : { pod }),
  };
}
