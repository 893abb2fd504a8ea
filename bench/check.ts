/**
 * How long `outlive check` takes over 1,000 manifests, and how much memory: Deployments, their Services and their Ingresses, a file each,
 * one Deployment in ten with something amiss. Three times as many are measured as well, to show how it grows. Run in a process of its
 * own, as people run it.
 *
 *     node bench/check.ts
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MANIFESTS = 1_000;
const ROUNDS = 3;
const TARGET = { seconds: 5, megabytes: 300 };

/** Three documents. */
const application = (index: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: team-${index % 40}
  labels: { app.kubernetes.io/name: app-${index}, app.kubernetes.io/managed-by: Helm }
spec:
  replicas: 3
  selector:
    matchLabels: { app.kubernetes.io/name: app-${index} }
  template:
    metadata:
      labels: { app.kubernetes.io/name: app-${index}, app.kubernetes.io/managed-by: Helm }
    spec:
      serviceAccountName: app-${index}
      terminationGracePeriodSeconds: 50
      containers:
        - name: app
          image: registry.example/app-${index}:1.2.3 # pinned by the release
          ports:
            - { name: http, containerPort: 8080 }
          env:
            - { name: LOG_LEVEL, value: info }
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: app-${index}, key: url } }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe:
            httpGet: { path: /healthz, port: http }
            periodSeconds: 5
          lifecycle:
            preStop:
              exec:
                command: ["sleep", "${index % 10 === 0 ? 10 : 40}"]
---
apiVersion: v1
kind: Service
metadata:
  name: app-${index}
  namespace: team-${index % 40}
spec:
  selector: { app.kubernetes.io/name: app-${index} }
  ports:
    - { name: http, port: 80, targetPort: http }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-${index}
  namespace: team-${index % 40}
  annotations:
    alb.ingress.kubernetes.io/scheme: internet-facing
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=35
spec:
  ingressClassName: alb
  rules:
    - host: app-${index}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: app-${index}, port: { name: http } } }
`;

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

const program = fileURLToPath(new URL("../bin/outlive.js", import.meta.url));
const peakMemory = `process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))`;

function measure(folder: string): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(peakMemory)}`, program, "check", folder, "-o", "json"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const kilobytes = /peak (\d+)$/.exec(errors)?.[1];
      if (kilobytes === undefined || code === null || code > 1) reject(new Error(`outlive check ended with ${code}: ${errors}`));
      resolve({ seconds: (performance.now() - begin) / 1000, megabytes: Number(kilobytes) / 1024 });
    });
  });
}

async function measured(manifests: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "outlive-check-"));
  try {
    const texts = Array.from({ length: Math.ceil(manifests / 3) }, (_, index) => application(index).split("---\n")).flat();
    await Promise.all(texts.slice(0, manifests).map((text, index) => writeFile(join(folder, `${index}.yaml`), text)));
    const rounds: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(folder));
    const seconds = Math.min(...rounds.map((round) => round.seconds));
    const megabytes = Math.max(...rounds.map((round) => round.megabytes));
    console.log(`${manifests} manifests: ${seconds.toFixed(2)} s (best of ${ROUNDS}), peak ${megabytes.toFixed(0)} MB (worst)`);
    return { seconds, megabytes };
  } finally {
    await rm(folder, { recursive: true });
  }
}

console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${release()}, Node ${process.version}`,
);
const { seconds, megabytes } = await measured(MANIFESTS);
await measured(MANIFESTS * 3);
const reached = seconds < TARGET.seconds && megabytes < TARGET.megabytes;
console.log(
  `target for ${MANIFESTS} manifests: under ${TARGET.seconds} s and ${TARGET.megabytes} MB: ${reached ? "reached" : "MISSED"}`,
);
if (!reached) process.exitCode = 1;
