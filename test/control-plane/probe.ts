import { get as httpGet } from "node:http";
import { get as httpsGet, type RequestOptions } from "node:https";

const TIMEOUT_MS = 2_000;

/** Whether a GET answers 200; every other outcome is "not yet". */
export function answersOk(url: string, tls: Pick<RequestOptions, "ca" | "cert" | "key"> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const get = url.startsWith("https:") ? httpsGet : httpGet;
    const request = get(url, { ...tls, agent: false, timeout: TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", () => resolve(false));
  });
}
