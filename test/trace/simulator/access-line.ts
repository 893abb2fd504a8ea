/** A line of an ALB access log with all 36 fields, written without anything of what reads it. */
export interface Row {
  readonly type: string;
  readonly createdMs: number;
  readonly doneMs: number;
  readonly client: string;
  readonly target: string | undefined;
  /** Seconds, or -1. */
  readonly times: readonly [number, number, number];
  readonly status: string;
  readonly targetStatus: string;
  readonly method: string;
  readonly path: string;
  readonly agent: string;
  readonly group: string | undefined;
  readonly traceId: string;
  readonly actions: string;
  readonly reason: string;
  readonly node: string;
}

const day = 86_400_000;

export const loadBalancer = "app/k8s-shop-web-0a1b2c/50dc6c495c0c9188";

export const groupArn = (name: string): string =>
  `arn:aws-cn:elasticloadbalancing:cn-northwest-1:111122223333:targetgroup/${name}/73e2d6bc24d8a067`;

export function accessLine(row: Row): string {
  const target = row.target ?? "-";
  return [
    row.type,
    microseconds(row.doneMs),
    loadBalancer,
    row.client,
    target,
    ...row.times.map((seconds) => (seconds < 0 ? "-1" : seconds.toFixed(3))),
    row.status,
    row.targetStatus,
    "412",
    "8831",
    quoted(`${row.method} https://shop.example.com:443${row.path} HTTP/2.0`),
    quoted(row.agent),
    "TLS_AES_128_GCM_SHA256",
    "TLSv1.3",
    row.group === undefined ? "-" : groupArn(row.group),
    quoted(row.traceId),
    quoted("shop.example.com"),
    quoted("session-reused"),
    "10",
    `${new Date(Math.floor(row.createdMs)).toISOString().slice(0, -1)}000Z`,
    quoted(row.actions),
    quoted("-"),
    quoted(row.reason),
    quoted(target),
    quoted(row.targetStatus),
    quoted("-"),
    quoted("-"),
    `TID_${row.traceId.slice(-16)}`,
    quoted("-"),
    quoted("-"),
    quoted("-"),
    row.node,
    quoted("-"),
    quoted("-"),
  ].join(" ");
}

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\x5C").replaceAll('"', "\\x22")}"`;

function microseconds(ms: number): string {
  const whole = Math.floor(ms);
  const micro = String(Math.round((ms - whole) * 1000) % 1000).padStart(3, "0");
  return `${new Date(whole).toISOString().slice(0, -1)}${micro}Z`;
}

export const dayFolder = (ms: number): string =>
  new Date(Math.floor(ms / day) * day).toISOString().slice(0, 10).replaceAll("-", "/");
