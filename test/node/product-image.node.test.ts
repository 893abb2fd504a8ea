import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createAuthority } from "../control-plane/certificates.ts";
import { buildProductImage, PRODUCT_IMAGE } from "./product-image.ts";
import { type Nodes, startNodes } from "./start-nodes.ts";

const NAME = "outlive";
const HOST = `${NAME}.default.svc`;
let nodes: Nodes;
let ca: string;

beforeAll(async () => {
  const image = await buildProductImage((line) => process.stderr.write(`${line}\n`));
  nodes = await startNodes();
  await nodes.importImage(image.archive);
  const authority = await createAuthority("outlive-image-test");
  const { certificate, key } = await authority.issueServer({ commonName: NAME }, [HOST], []);
  ca = authority.certificate;
  const { code, stderr } = await nodes.kubectl(["apply", "-f", "-"], { input: webhook(certificate, key) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

afterAll(() => nodes?.stop());

function webhook(certificate: string, key: string): string {
  const restricted = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const container = {
    name: NAME,
    image: PRODUCT_IMAGE,
    imagePullPolicy: "Never",
    args: ["serve", "--certificate", "/tls/tls.crt", "--key", "/tls/tls.key"],
    ports: [{ containerPort: 8443 }],
    readinessProbe: { httpGet: { path: "/readyz", port: 8443, scheme: "HTTPS" }, periodSeconds: 1 },
    volumeMounts: [{ name: "tls", mountPath: "/tls" }],
    securityContext: restricted,
  };
  const labels = { app: NAME };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "Secret", metadata: { name: NAME }, stringData: { "tls.crt": certificate, "tls.key": key } },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: NAME },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
      },
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: NAME, labels },
        spec: { containers: [container], volumes: [{ name: "tls", secret: { secretName: NAME } }] },
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: NAME },
        spec: { selector: labels, ports: [{ port: 443, targetPort: 8443 }] },
      },
    ],
  });
}

test("the image gets ready as a restricted Pod on a read-only root", async () => {
  const waited = await nodes.kubectl(["wait", "--for=condition=Ready", `pod/${NAME}`, "--timeout=60s"]);
  expect(waited.code).toBe(0);
  // Lines are gathered before they are written, so that a quick probe may be ahead of them.
  await vi.waitFor(async () => expect((await nodes.kubectl(["logs", NAME])).stdout).toContain('"listening"'), 10_000);
});

test("it runs as the user of the image, and ships no shell", async () => {
  const user = await nodes.kubectl(["exec", NAME, "--", "node", "-p", "process.getuid() + ' ' + process.version.split('.')[0]"]);
  expect(user.stdout.trim()).toBe("65532 v24");
  expect(await nodes.kubectl(["exec", NAME, "--", "sh", "-c", "true"])).not.toMatchObject({ code: 0 });
});

test("the compiled code of the image is taken, not made again", async () => {
  const script = `const { getCompileCacheDir } = require("node:module"); console.log(getCompileCacheDir(), require("node:fs").readdirSync(getCompileCacheDir()).length)`;
  // Code that was compiled with other options is not taken.
  const entryPoint = /^ENTRYPOINT (.*)$/m.exec(readFileSync(join(import.meta.dirname, "../../Dockerfile"), "utf8"))?.[1] ?? "[]";
  const [node = "", ...options] = (JSON.parse(entryPoint) as readonly string[]).slice(0, -1);
  const { stdout } = await nodes.kubectl(["exec", NAME, "--", node, ...options, "-e", script]);
  expect(stdout).toMatch(/^\/outlive\/dist\/compile-cache\/v24\S+ 1\n$/);
});

test("its Service answers as the API server asks: by address, with the Service's name", async () => {
  const address = (await nodes.kubectl(["get", "service", NAME, "-o", "jsonpath={.spec.clusterIP}"])).stdout;
  const status = await new Promise((resolve, reject) => {
    const call = request({ host: address, path: "/readyz", servername: HOST, ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.once("error", reject).end();
  });
  expect(status).toBe(200);
});
