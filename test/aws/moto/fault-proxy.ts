/** Stands between the program and the simulated AWS: counts requests by action and fails those that a test names, as AWS would. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** How many requests fail; all of them where absent. */
  readonly times?: number;
}

export const throttling: Fault = { status: 400, code: "Throttling", message: "Rate exceeded" };
export const accessDenied: Fault = {
  status: 403,
  code: "AccessDenied",
  message: "User: arn:aws:sts::123456789012:assumed-role/outlive is not authorized to perform this action",
};
export const expiredToken: Fault = {
  status: 403,
  code: "ExpiredToken",
  message: "The security token included in the request is expired",
};

export interface FaultProxy {
  readonly endpoint: string;
  /** How many target groups a page holds; moto itself has no pages. */
  readonly pageSize: number;
  /** Every action that was requested, in order, those that failed included. */
  readonly requested: readonly string[];
  /** `*` for all actions. A new fault replaces the one before it. */
  fail(action: string, fault: Fault | undefined): void;
  close(): Promise<void>;
}

export async function startFaultProxy(upstream: string, pageSize = 400): Promise<FaultProxy> {
  const requested: string[] = [];
  const faults = new Map<string, { fault: Fault; left: number }>();
  const faultFor = (action: string): Fault | undefined => {
    const active = faults.get(action) ?? faults.get("*");
    if (active === undefined || active.left === 0) return undefined;
    active.left -= 1;
    return active.fault;
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const action = new URLSearchParams(body).get("Action") ?? "";
    requested.push(action);
    const fault = faultFor(action);
    if (fault !== undefined) {
      response.writeHead(fault.status, { "content-type": "text/xml" }).end(errorXml(fault));
      return;
    }
    const headers = { "content-type": "application/x-www-form-urlencoded", authorization: request.headers.authorization ?? "" };
    const forwarded = await fetch(upstream, { method: "POST", headers, body });
    const answer = await forwarded.text();
    const paged = action === "DescribeTargetGroups" && !body.includes("TargetGroupArns");
    const marker = new URLSearchParams(body).get("Marker");
    response
      .writeHead(forwarded.status, { "content-type": "text/xml" })
      .end(paged ? pageOf(answer, Number(marker ?? 0), pageSize) : answer);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.destroy(error as Error));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    pageSize,
    requested,
    fail: (action, fault) => {
      if (fault === undefined) faults.delete(action);
      else faults.set(action, { fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const errorXml = ({ code, message }: Fault): string =>
  `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>00000000-0000-0000-0000-000000000001</RequestId></ErrorResponse>`;

/** The part of `<TargetGroups>` from one member on, with a marker where there are more. */
function pageOf(xml: string, from: number, size: number): string {
  const start = xml.indexOf("<TargetGroups>") + "<TargetGroups>".length;
  const end = xml.indexOf("</TargetGroups>");
  if (end < 0) return xml;
  const members = outerMembers(xml.slice(start, end));
  const marker = members.length > from + size ? `<NextMarker>${from + size}</NextMarker>` : "";
  return `${xml.slice(0, start)}${members.slice(from, from + size).join("")}</TargetGroups>${marker}${xml.slice(end + "</TargetGroups>".length)}`;
}

function outerMembers(xml: string): readonly string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of xml.matchAll(/<\/?member>/g)) {
    if (tag === "<member>") {
      if (depth === 0) start = index;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) members.push(xml.slice(start, index + tag.length));
    }
  }
  return members;
}
