// Asks the Service as the API server does: is it ready, and does it answer a review with the review's own uid?
// The certificate is not verified here: who signed it is known to the webhook configurations alone.
import { request } from "node:https";

const { WEBHOOK_ADDRESS: address, WEBHOOK_PORT: port } = process.env;
const at = `https://${address.includes(":") ? `[${address}]` : address}:${port}`;
const uid = "helm-test";
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "helm-test" }, spec: { containers: [{ name: "a", image: "a" }] } };
const review = {
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  request: {
    uid,
    kind: { group: "", version: "v1", kind: "Pod" },
    resource: { group: "", version: "v1", resource: "pods" },
    namespace: "kube-system",
    operation: "CREATE",
    userInfo: {},
    dryRun: true,
    object: pod,
  },
};

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const asked = request(`${at}${path}`, { method, headers, rejectUnauthorized: false, timeout: 5000 }, (answer) => {
      let text = "";
      answer.on("data", (part) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
    });
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Error(`${path}: no answer within 5 s`)));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function check(what, method, path, body, holds) {
  const { status, text } = await ask(method, path, body);
  if (status !== 200 || !holds(text)) throw new Error(`${what}: ${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
  console.log(`${what}: yes`);
}

const answers = (text) => JSON.parse(text).response?.uid === uid && JSON.parse(text).response.allowed === true;

await check("alive", "GET", "/livez", undefined, () => true);
await check("ready", "GET", "/readyz", undefined, () => true);
await check("answers mutating reviews", "POST", "/mutate", review, answers);
await check("answers validating reviews", "POST", "/validate", review, answers);
