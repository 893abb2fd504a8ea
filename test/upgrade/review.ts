import { randomUUID } from "node:crypto";
import { request } from "node:https";
import { LOOPBACK } from "../control-plane/ports.ts";
import type { Replica } from "../soak/cluster/replica.ts";

export interface Decision {
  readonly allowed: boolean;
  /** JSON Patch; empty where nothing is changed. */
  readonly patch: readonly object[];
}

interface Reviewed {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** What a replica decides, asked as the API server would. */
export async function decide(replica: Pick<Replica, "port">, object: Reviewed, oldObject?: object): Promise<Decision> {
  const [group, version] = object.apiVersion === "apps/v1" ? ["apps", "v1"] : ["", "v1"];
  const { namespace, name } = object.metadata;
  const body = {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: randomUUID(),
      kind: { group, version, kind: object.kind },
      resource: { group, version, resource: `${object.kind?.toLowerCase()}s` },
      requestKind: { group, version, kind: object.kind },
      requestResource: { group, version, resource: `${object.kind?.toLowerCase()}s` },
      name,
      namespace,
      operation: oldObject === undefined ? "CREATE" : "UPDATE",
      userInfo: { username: "test" },
      object,
      oldObject: oldObject ?? null,
      dryRun: true,
      options: null,
    },
  };
  const { response } = (await post(replica.port, JSON.stringify(body))) as {
    response: { allowed: boolean; patch?: string };
  };
  return {
    allowed: response.allowed,
    patch: response.patch === undefined ? [] : (JSON.parse(Buffer.from(response.patch, "base64").toString()) as object[]),
  };
}

function post(port: number, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const options = { host: LOOPBACK, port, path: "/mutate?timeout=3s", method: "POST", headers, rejectUnauthorized: false };
    request({ ...options, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.once("end", () => {
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    })
      .once("error", reject)
      .end(body);
  });
}
