import type { Admission } from "#admission/admit.ts";
import { startServer } from "../server/running-server.ts";

/** Sends reviews to a real server over TLS that answers with this admission, and gives the bodies of the responses. */
export async function postAll(
  admission: Admission,
  reviews: readonly { readonly endpoint: string; readonly review: unknown }[],
): Promise<readonly unknown[]> {
  const server = await startServer({ handler: admission.handle, onFailure: admission.fail });
  try {
    return await Promise.all(
      reviews.map(async ({ endpoint, review }) => {
        const body = JSON.stringify(review);
        const reply = await server.call(`/${endpoint}`, {
          method: "POST",
          body,
          headers: { "content-type": "application/json" },
        });
        return JSON.parse(reply.text) as unknown;
      }),
    );
  } finally {
    await server.server.close();
  }
}
