/** What a run consists of. Times are milliseconds since its start unless a name says otherwise. */
export interface SimulatedPod {
  readonly name: string;
  readonly address: string;
  readonly createdMs: number;
  /** In the target group from then on. */
  readonly registeredMs: number;
  /** The application listens from then on; never for a port that is blocked. */
  readonly listeningMs: number;
  readonly deletedMs: number | undefined;
  /** A connection attempt never succeeds. */
  readonly blocked?: boolean;
  /** The container crashes then, with all its requests, and listens again three seconds later. */
  readonly crashMs?: number;
  /** So many requests are under way on one connection when it crashes. */
  readonly streams?: number;
  /** The load balancer reaches it by its node, which other Pods share. */
  readonly node?: string;
  /** A running Pod that cannot be reached for a while. */
  readonly unreachable?: readonly [fromMs: number, toMs: number];
}

export interface Scenario {
  readonly seed: number;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly ratePerSecond: number;
  readonly pods: readonly SimulatedPod[];
  /** How long each node of the load balancer goes on using a target after its deregistration. */
  readonly nodeLagsMs: readonly number[];
  readonly controllerMs: number;
  readonly preStopSeconds: number;
  readonly graceSeconds: number;
  /** What the application does on SIGTERM. */
  readonly application: "exits" | "drains" | "ignores";
  readonly delaySeconds: number;
  readonly idleSeconds: number;
  readonly medianMs: number;
  readonly spread: number;
  /** Shares of all requests. */
  readonly keepAliveRaces: number;
  readonly applicationErrors: number;
  readonly ownAnswers: number;
  /** Of requests whose connection is being tried, the share whose client leaves after 5 s. */
  readonly impatient: number;
  /** Where no target is healthy, requests go to those that are draining. */
  readonly failsOpen?: boolean;
  /** Clock of Kubernetes minus clock of the load balancer. */
  readonly skewMs: number;
}

export const baseScenario: Scenario = {
  seed: 1,
  startMs: Date.UTC(2026, 10, 26, 9, 20),
  lengthMs: 9 * 60_000,
  ratePerSecond: 40,
  pods: [],
  nodeLagsMs: [6200, 11_400],
  controllerMs: 1300,
  preStopSeconds: 0,
  graceSeconds: 30,
  application: "exits",
  delaySeconds: 300,
  idleSeconds: 60,
  medianMs: 120,
  spread: 0.9,
  keepAliveRaces: 0,
  applicationErrors: 0,
  ownAnswers: 0,
  impatient: 0,
  skewMs: 0,
};

/** Pods that replace each other one by one, as a Deployment's do. */
export function rollOut(
  count: number,
  {
    from = 180_000,
    every = 25_000,
    network = "10.0.2",
  }: { readonly from?: number; readonly every?: number; readonly network?: string } = {},
): readonly SimulatedPod[] {
  const old = Array.from({ length: count }, (_, at) => ({
    name: `web-old-${at}`,
    address: `${network}.${10 + at}`,
    createdMs: -3_600_000,
    registeredMs: -3_500_000,
    listeningMs: -3_590_000,
    deletedMs: from + at * every + 7321,
  }));
  const young = Array.from({ length: count }, (_, at) => ({
    name: `web-new-${at}`,
    address: `${network}.${110 + at}`,
    createdMs: from + at * every - 15_000,
    registeredMs: from + at * every - 4000,
    listeningMs: from + at * every - 9000,
    deletedMs: undefined,
  }));
  return [...old, ...young];
}

export const steady = (count: number, network = "10.0.3"): readonly SimulatedPod[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `web-${at}`,
    address: `${network}.${10 + at}`,
    createdMs: -3_600_000,
    registeredMs: -3_500_000,
    listeningMs: -3_590_000,
    deletedMs: undefined,
  }));
