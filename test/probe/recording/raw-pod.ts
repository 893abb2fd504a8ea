/** A Pod as an API server has it, with what a test changes. */
export interface RawPod {
  readonly metadata: { readonly name: string; readonly namespace: string } & Record<string, unknown>;
  readonly [key: string]: unknown;
}

export interface PodState {
  readonly uid?: string;
  readonly address?: string;
  readonly preStop?: number;
  readonly grace?: number;
  /** RFC 3339; deletion plus grace period. */
  readonly deletionTimestamp?: string;
  readonly finishedAt?: string;
  readonly exitCode?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export function rawPod(name: string, state: PodState = {}): RawPod {
  const { uid = `uid-${name}`, address = "10.0.0.1", preStop, grace = 30, deletionTimestamp, finishedAt, exitCode = 0 } = state;
  const lifecycle = preStop === undefined ? {} : { lifecycle: { preStop: { sleep: { seconds: preStop } } } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "web",
      uid,
      labels: state.labels ?? { app: "shop" },
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp, deletionGracePeriodSeconds: grace }),
    },
    spec: {
      terminationGracePeriodSeconds: grace,
      containers: [{ name: "app", image: "shop", ports: [{ containerPort: 8080 }], ...lifecycle }],
    },
    status: {
      podIP: address,
      containerStatuses: [
        {
          name: "app",
          state:
            finishedAt === undefined
              ? { running: { startedAt: "2026-11-26T09:00:00Z" } }
              : { terminated: { finishedAt, exitCode, reason: "Completed" } },
        },
      ],
    },
  };
}
