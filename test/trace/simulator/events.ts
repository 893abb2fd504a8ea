/** What Kubernetes and the AWS controller would have logged about a run. */

import { groupArn } from "./access-line.ts";
import type { Scenario, SimulatedPod } from "./scenario.ts";
import { type PodEnd, port, type Simulation, targetGroup } from "./simulate.ts";

const iso = (ms: number, micro = true): string => {
  const text = new Date(Math.floor(ms)).toISOString();
  return micro ? `${text.slice(0, -1)}000Z` : `${text.slice(0, 19)}Z`;
};

/** The lines of a Kubernetes audit log, as EKS sets it up. */
export function auditLog({ scenario, ends }: Simulation): readonly string[] {
  const clock = (ms: number): number => scenario.startMs + scenario.skewMs + ms;
  return scenario.pods.flatMap((pod) => {
    const events = [created(pod, scenario, clock), running(pod, scenario, clock)];
    if (pod.crashMs !== undefined) events.push(restarted(pod, scenario, clock, pod.crashMs));
    const end = ends.get(pod.name);
    if (pod.deletedMs !== undefined && end !== undefined) events.push(...ended(pod, scenario, clock, pod.deletedMs, end));
    return events.map((event) => JSON.stringify(event));
  });
}

interface AuditEvent {
  readonly verb: string;
  readonly subresource?: string;
  readonly user: string;
  readonly atMs: number;
  readonly responseObject?: object;
  readonly requestObject?: object;
}

const eventOf = (pod: SimulatedPod, { verb, subresource, user, atMs, responseObject, requestObject }: AuditEvent): object => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  level: "RequestResponse",
  stage: "ResponseComplete",
  verb,
  user: { username: user },
  objectRef: { resource: "pods", namespace: "web", name: pod.name, ...(subresource === undefined ? {} : { subresource }) },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: iso(atMs),
  stageTimestamp: iso(atMs + 4),
  ...(requestObject === undefined ? {} : { requestObject }),
  ...(responseObject === undefined ? {} : { responseObject }),
});

const kubelet = "system:node:ip-10-0-2-240";

const podObject = (pod: SimulatedPod, scenario: Scenario, metadata: object = {}): object => ({
  kind: "Pod",
  apiVersion: "v1",
  metadata: { namespace: "web", name: pod.name, uid: `uid-${pod.name}`, ...metadata },
  spec: {
    terminationGracePeriodSeconds: scenario.graceSeconds,
    containers: [
      {
        name: "app",
        ports: [{ containerPort: port }],
        ...(scenario.preStopSeconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: scenario.preStopSeconds } } } }),
      },
    ],
  },
  status: { podIP: pod.address },
});

type Clock = (ms: number) => number;

const created = (pod: SimulatedPod, scenario: Scenario, clock: Clock): object =>
  eventOf(pod, {
    verb: "create",
    user: "system:serviceaccount:kube-system:replicaset-controller",
    atMs: clock(pod.createdMs),
    responseObject: { ...podObject(pod, scenario), status: {} },
  });

const running = (pod: SimulatedPod, _: Scenario, clock: Clock): object =>
  eventOf(pod, {
    verb: "patch",
    subresource: "status",
    user: kubelet,
    atMs: clock(pod.createdMs + 4000),
    requestObject: { metadata: { uid: `uid-${pod.name}` }, status: { podIP: pod.address } },
  });

const restarted = (pod: SimulatedPod, _: Scenario, clock: Clock, crashMs: number): object =>
  eventOf(pod, {
    verb: "patch",
    subresource: "status",
    user: kubelet,
    atMs: clock(crashMs + 3400),
    requestObject: {
      metadata: { uid: `uid-${pod.name}` },
      status: {
        containerStatuses: [
          {
            name: "app",
            state: { running: { startedAt: iso(clock(crashMs + 2000), false) } },
            lastState: { terminated: { exitCode: 1, reason: "Error", finishedAt: iso(clock(crashMs), false) } },
          },
        ],
      },
    },
  });

const ended = (pod: SimulatedPod, scenario: Scenario, clock: Clock, deletedMs: number, { endMs, exitCode }: PodEnd): object[] => {
  const graceful = {
    deletionTimestamp: iso(clock(deletedMs + scenario.graceSeconds * 1000), false),
    deletionGracePeriodSeconds: scenario.graceSeconds,
  };
  return [
    eventOf(pod, {
      verb: "delete",
      user: "system:serviceaccount:kube-system:replicaset-controller",
      atMs: clock(deletedMs),
      responseObject: podObject(pod, scenario, graceful),
    }),
    eventOf(pod, {
      verb: "patch",
      subresource: "status",
      user: kubelet,
      atMs: clock(endMs + 600),
      requestObject: {
        metadata: { uid: `uid-${pod.name}` },
        status: {
          containerStatuses: [
            {
              name: "app",
              state: {
                terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error", finishedAt: iso(clock(endMs), false) },
              },
            },
          ],
        },
      },
    }),
    eventOf(pod, {
      verb: "delete",
      user: kubelet,
      atMs: clock(endMs + 1100),
      responseObject: podObject(pod, scenario, {
        deletionTimestamp: iso(clock(endMs + 1100), false),
        deletionGracePeriodSeconds: 0,
      }),
    }),
  ];
};

/** The controller's log in JSON, with times as its newer releases write them or as its older ones do. */
export function controllerLog({ scenario }: Simulation, form: "float" | "rfc3339" = "float"): readonly string[] {
  const clock = (ms: number): number => scenario.startMs + scenario.skewMs + ms;
  const line = (msg: string, pod: SimulatedPod, atMs: number): string =>
    JSON.stringify({
      level: "info",
      ts: form === "float" ? clock(atMs) / 1000 : iso(clock(atMs), false),
      msg,
      arn: groupArn(targetGroup),
      targets: [{ AvailabilityZone: null, Id: pod.address, Port: port }],
    });
  return scenario.pods.flatMap((pod) => [
    line("registering targets", pod, pod.registeredMs),
    ...(pod.deletedMs === undefined ? [] : [line("deRegistering targets", pod, pod.deletedMs + scenario.controllerMs)]),
  ]);
}
