/**
 * Hooks that are known to fail a health check and to wait until connections are gone: they do what a sleep is for, and are skipped.
 * Names of programs and addresses as the projects ship them (ingress-nginx v1.11, Contour v1.29, Envoy Gateway v1.4, Istio 1.26,
 * Linkerd 2.18).
 */
const inCommands: readonly (readonly [text: string, name: string])[] = [
  ["wait-shutdown", "ingress-nginx"],
  ["contour envoy shutdown", "Contour"],
  ["envoy-gateway envoy shutdown", "Envoy Gateway"],
  ["pilot-agent", "Istio"],
  ["quitquitquit", "Istio"],
  ["linkerd-await", "Linkerd"],
  ["localhost:4191/shutdown", "Linkerd"],
  ["healthcheck/fail", "Envoy"],
  ["drain_listeners", "Envoy"],
];

const inRequests: readonly (readonly [path: string, port: number | undefined, name: string])[] = [
  ["/shutdown", 8090, "Contour"],
  ["/shutdown/ready", 19002, "Envoy Gateway"],
  ["/quitquitquit", undefined, "Istio"],
  ["/shutdown", 4191, "Linkerd"],
];

const longestRead = 4096;
const mostWords = 64;

export function waiterOfCommand(command: readonly string[]): string | undefined {
  const text = command.slice(0, mostWords).join(" ").slice(0, longestRead);
  return inCommands.find(([part]) => text.includes(part))?.[1];
}

export const waiterOfRequest = (path: string, port: number | string | undefined): string | undefined =>
  inRequests.find(([known, at]) => known === path && (at === undefined || at === Number(port)))?.[2];
