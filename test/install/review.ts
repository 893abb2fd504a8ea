import { request } from "node:https";
import { pod, SHOP } from "./shop.ts";
import type { Replica } from "./site.ts";

const PORT = 8443;

export interface Answer {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly response?: { readonly uid?: string; readonly allowed?: boolean; readonly patch?: string };
}

/** Asks one replica for a review of a Pod, as the API server does but without looking at the certificate. */
export function review(replica: Replica, uid: string): Promise<Answer> {
  const body = JSON.stringify({
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid,
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      namespace: SHOP,
      name: "asked",
      operation: "CREATE",
      userInfo: {},
      dryRun: true,
      object: pod("asked"),
      oldObject: null,
    },
  });
  return new Promise((resolve, reject) => {
    const options = { host: replica.address, port: PORT, path: "/mutate?timeout=3s", method: "POST", rejectUnauthorized: false };
    const asked = request({ ...options, agent: false, headers: { "content-type": "application/json" } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.once("end", () => {
        try {
          resolve(JSON.parse(text) as Answer);
        } catch (error) {
          reject(error);
        }
      });
    });
    asked.once("error", reject).end(body);
  });
}
