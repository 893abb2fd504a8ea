import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { localCertificates } from "#cli/local-certificates.ts";
import type { Patch, ReviewedRequest } from "./front.ts";

/** Somebody else's webhook: answers every review with what `respond` says. */
export interface OtherWebhook {
  readonly clientConfig: { readonly url: string; readonly caBundle: string };
  readonly stop: () => Promise<void>;
}

export interface OtherAnswer {
  readonly patch?: Patch;
  readonly warnings?: readonly string[];
}

export async function startOtherWebhook(respond: (request: ReviewedRequest) => OtherAnswer): Promise<OtherWebhook> {
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  const server = createServer({ cert: leaf.certificate, key: leaf.key }, async (incoming, reply) => {
    const body = (await buffer(incoming)).toString();
    const review = JSON.parse(body) as { request: ReviewedRequest };
    const { patch, warnings } = respond(review.request);
    const response = {
      uid: review.request.uid,
      allowed: true,
      ...(warnings === undefined ? {} : { warnings }),
      ...(patch === undefined ? {} : { patchType: "JSONPatch", patch: Buffer.from(JSON.stringify(patch)).toString("base64") }),
    };
    reply.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(authority.certificate).toString("base64") },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
