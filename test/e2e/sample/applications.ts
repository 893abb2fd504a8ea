import { images } from "./images.ts";

/** The sample applications by what is special about them. */
export const applications = ["exits", "drains", "sidecar", "distroless"] as const;

export type Application = (typeof applications)[number];

interface Container {
  readonly name: string;
  readonly image: string;
  readonly [field: string]: unknown;
}

/** The containers of an application's Pods; the one that takes traffic has the port named `http`. */
export function containersOf(application: Application): readonly Container[] {
  switch (application) {
    case "exits":
    case "drains":
      return [facing({ name: "app", image: images.sample, args: [`/sample/${application}.ts`] })];
    case "sidecar":
      return [
        facing({
          name: "proxy",
          image: images.sample,
          args: ["/sample/sidecar.ts"],
          env: [{ name: "UPSTREAM_PORT", value: "8081" }],
        }),
        {
          ...usual,
          name: "app",
          image: images.sample,
          args: ["/sample/exits.ts"],
          env: [{ name: "PORT", value: "8081" }],
        },
      ];
    case "distroless":
      return [facing({ name: "app", image: images.distroless })];
  }
}

// Without a request a busy machine leaves a container next to nothing, and its probes fail.
const usual = { imagePullPolicy: "Never", resources: { requests: { cpu: "100m" } } } as const;

/** Probes as often as Kubernetes allows: the times of Pods are not what is measured. One path for both, as many have it. */
const facing = (container: Container): Container => ({
  ...usual,
  ports: [{ name: "http", containerPort: 8080 }],
  // Else a liveness probe that comes too early sends SIGTERM to a first process that has no handler yet, which ignores it.
  startupProbe: { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 1, failureThreshold: 60 },
  readinessProbe: { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 1 },
  // Later than readiness, as the Kubernetes documentation on probes asks: where both fail at once a kubelet may keep the Pod Ready (1.36).
  livenessProbe: { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 1, failureThreshold: 4 },
  ...container,
});
