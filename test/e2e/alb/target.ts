/** An address and a port that a load balancer sends to, which for `ip` targets are those of a Pod. */
export interface Target {
  readonly ip: string;
  readonly port: number;
}

/** `10.0.2.61:1325`, as an access log writes it. */
export const targetName = ({ ip, port }: Target): string => `${ip}:${port}`;
