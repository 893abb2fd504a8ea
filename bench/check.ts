/**
 * How long `outlive check` takes over 500 files with 1,500 objects, and how much memory, from the package that users install, against
 * kube-score on the same files: a Deployment, its Service and its Ingress in each file, one Deployment in ten with something amiss.
 * Both report as JSON. Rounds are interleaved and medians compared, because other work on the machine slows both down. Three times as
 * many files show how it grows. kube-score is built from its pinned module the first time.
 *
 *     node bench/check.ts
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { packNpm } from "../scripts/release/npm-folder.ts";
import { provideBinaries } from "../test/control-plane/binaries.ts";
import { row } from "./row.ts";

const FILES = 500;
const ROUNDS = 9;
const TARGET = { ratio: 1, megabytes: 150 };

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
  readonly processorSeconds: number;
  /** The most resident memory that the process had. */
  readonly megabytes: number;
}

/** bash prints what the kernel counted for its child. */
const timed = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null';

function measure(command: readonly string[]): Promise<Measured> {
  const child = spawn("bash", ["-c", timed, "bash", ...command], { stdio: ["ignore", "ignore", "pipe"] });
  let [times, kilobytes] = ["", 0];
  child.stderr.on("data", (chunk: Buffer) => {
    times += chunk.toString();
  });
  const watch = setInterval(() => {
    kilobytes = Math.max(kilobytes, highWaterBelow(child.pid ?? 0));
  }, 5);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      const [seconds = 0, user = 0, system = 0] = times.trim().split(" ").map(Number);
      if (code === null || code > 1) reject(new Error(`${command[0]} ended with ${code}`));
      resolve({ seconds, processorSeconds: user + system, megabytes: kilobytes / 1024 });
    });
  });
}

/** The kernel keeps the highest value, so that looking now and then misses little: what is allocated at the very end. */
function highWaterBelow(pid: number): number {
  try {
    const [child = ""] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function installed(folder: string, tarball: string): string {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--offline", "--prefix", folder, tarball];
  execFileSync("npm", args, { cwd: folder, stdio: "pipe" });
  return join(folder, "node_modules/outlive/bin/outlive.js");
}

function manifests(folder: string, files: number): string {
  mkdirSync(folder);
  for (let index = 0; index < files; index += 1) writeFileSync(join(folder, `app-${index}.yaml`), application(index));
  return folder;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const medians = (rounds: readonly Measured[]): Measured => ({
  seconds: median(rounds.map(({ seconds }) => seconds)),
  processorSeconds: median(rounds.map(({ processorSeconds }) => processorSeconds)),
  megabytes: median(rounds.map(({ megabytes }) => megabytes)),
});

const print = (what: string, { seconds, processorSeconds, megabytes }: Measured): void => {
  process.stdout.write(
    `${what.padEnd(28)} ${seconds.toFixed(2)} s, ${processorSeconds.toFixed(2)} s of processor time, ${megabytes.toFixed(0)} MB\n`,
  );
};

const folder = mkdtempSync(join(tmpdir(), "outlive-check-"));
try {
  const kubeScore = (await provideBinaries(["kube-score"]))["kube-score"];
  const program = installed(folder, await packNpm(join(folder, "dist")));
  const check = (given: string): readonly string[] => [process.execPath, program, "check", given, "-q", "-o", "json"];
  const score = (given: string): readonly string[] => [
    kubeScore,
    "score",
    "-o",
    "json",
    ...readdirSync(given).map((name) => join(given, name)),
  ];
  process.stdout.write(
    `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${release()}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  const given = manifests(join(folder, "files"), FILES);
  // What is compiled the first time is in Node's cache from then on.
  await measure(check(given));
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(await measure(score(given)));
    ours.push(await measure(check(given)));
  }
  const [own, other] = [medians(ours), medians(theirs)];
  print("kube-score", other);
  print("outlive check", own);
  print("outlive check, 1,500 files", await measure(check(manifests(join(folder, "more"), 3 * FILES))));
  const processor = own.processorSeconds / other.processorSeconds;
  row({
    what: "time of check of 500 files, against kube-score",
    value: own.seconds / other.seconds,
    unit: "×",
    target: { atMost: TARGET.ratio },
    note: `${processor.toFixed(2)} × its processor time`,
  });
  row({ what: "memory of check of 500 files", value: own.megabytes, unit: "MB", target: { atMost: TARGET.megabytes } });
} finally {
  rmSync(folder, { recursive: true });
}
