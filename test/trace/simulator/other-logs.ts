/** Logs that AWS would have written about a run besides the access log. */
import { loadBalancer } from "./access-line.ts";
import type { Scenario, SimulatedPod } from "./scenario.ts";
import { type PodEnd, port, type Simulation, targetGroup } from "./simulate.ts";

const intervalMs = 15_000;

/** One check by each node every fifteen seconds, from the registration of a target until its deregistration. */
export function healthCheckLog({ scenario, ends }: Simulation): readonly string[] {
  return scenario.pods.flatMap((pod) =>
    scenario.nodeLagsMs.flatMap((lagMs, node) => {
      const from = Math.max(pod.registeredMs, -120_000) + 700 * (node + 1);
      const until = pod.deletedMs === undefined ? scenario.lengthMs : pod.deletedMs + scenario.controllerMs + lagMs / 4;
      const count = Math.max(Math.ceil((until - from) / intervalMs), 0);
      return Array.from({ length: count }, (_, at) => check(pod, scenario, ends.get(pod.name), from + at * intervalMs, node));
    }),
  );
}

function check(pod: SimulatedPod, scenario: Scenario, end: PodEnd | undefined, at: number, node: number): string {
  const listens = at >= pod.listeningMs && (end === undefined || at < end.endMs) && pod.blocked !== true;
  const result = listens ? "PASS 200 -" : end !== undefined && at >= end.endMs ? "FAIL - TimedOut" : "FAIL - ConnectionReset";
  const time = `${new Date(Math.floor(scenario.startMs + at)).toISOString().slice(0, -1)}123Z`;
  return `http ${time} 0.003120471 ${pod.address}:${port} ${targetGroup} ${result} ${loadBalancer} 10.0.1.${7 + node}`;
}

/** In a format of one's own, with a header: what went from the load balancer to each Pod in each minute. */
export function flowLog({ scenario }: Simulation, rejected: (pod: SimulatedPod, minuteMs: number) => boolean): readonly string[] {
  const header = "srcaddr dstaddr srcport dstport start end tcp-flags action log-status";
  const minute = 60_000;
  const rows = scenario.pods.flatMap((pod) => {
    const lastMs =
      pod.deletedMs === undefined ? scenario.lengthMs : pod.deletedMs + scenario.controllerMs + Math.max(...scenario.nodeLagsMs);
    const from = Math.max(Math.floor(pod.registeredMs / minute), 0);
    return Array.from({ length: Math.floor(lastMs / minute) - from + 1 }, (_, at) => {
      const startMs = (from + at) * minute;
      const start = Math.floor((scenario.startMs + startMs) / 1000);
      const refused = rejected(pod, startMs);
      return `10.0.1.7 ${pod.address} ${40_000 + at} ${port} ${start} ${start + 59} ${refused ? 2 : 3} ${refused ? "REJECT" : "ACCEPT"} OK`;
    });
  });
  return [header, ...rows];
}

/** Connections of clients; every tenth has a certificate that has expired. */
export const connectionLog = ({ scenario }: Simulation, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => {
    const time = `${new Date(scenario.startMs + at * 100).toISOString().slice(0, -1)}000Z`;
    const status = at % 10 === 0 ? "Failed:ClientCertExpired" : "Success";
    return `${time} 203.0.113.7 ${30_000 + at} 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.004 "CN=someone" NotBefore=x;NotAfter=y 0a ${status} TID_${at} x25519 ${loadBalancer} 10.0.1.7`;
  });

/** TLS connections of an NLB; every fifth client sends an alert. */
export const nlbLog = ({ scenario }: Simulation, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => {
    const time = new Date(scenario.startMs + at * 1000).toISOString().slice(0, 19);
    const [handshake, alert] = at % 5 === 0 ? ["-", "48"] : ["3", "-"];
    return `tls 2.0 ${time} net/web/0a 0b 203.0.113.7:${at} 10.0.1.9:443 12 ${handshake} 98 246 ${alert} - - - - - web.example.com - - "h2","http/1.1" ${time}`;
  });
