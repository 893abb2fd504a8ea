import { once } from "node:events";
import { Agent, request } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { review } from "../pod-review.ts";
import { labelsOf, nameOf, namespaceOf } from "./generated-objects.ts";

export interface Latencies {
  readonly answers: number;
  readonly patched: number;
  /** Without a response. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A Pod of that workload that is about to be created, with nothing set as Outlive wants it. */
function reviewTextOf(workload: number): string {
  const { object, ...others } = review.request;
  const labels = { ...labelsOf(workload), "pod-template-hash": "5d8c7b9f4" };
  const ownerReferences = object.metadata.ownerReferences.map((owner) => ({ ...owner, name: `${nameOf(workload)}-5d8c7b9f4` }));
  const metadata = {
    ...object.metadata,
    generateName: `${nameOf(workload)}-5d8c7b9f4-`,
    namespace: namespaceOf(workload),
    labels,
    ownerReferences,
  };
  return JSON.stringify({ ...review, request: { ...others, namespace: namespaceOf(workload), object: { ...object, metadata } } });
}

/** Reviews at even distances, whether or not those before have been answered, for workloads all over the cluster in turn. */
export async function sendReviews(
  to: { readonly port: number; readonly ca: string; readonly workloads: number },
  perSecond: number,
  until: () => boolean,
): Promise<Latencies> {
  const agent = new Agent({ keepAlive: true, ca: to.ca });
  const texts = Array.from({ length: 200 }, (_, index) => reviewTextOf(Math.floor((index * to.workloads) / 200)));
  const times: number[] = [];
  let patched = 0;
  const one = async (text: string): Promise<void> => {
    const sentMs = performance.now();
    const sent = request({
      host: "127.0.0.1",
      port: to.port,
      agent,
      method: "POST",
      path: "/mutate?timeout=10s",
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) },
    });
    sent.end(text);
    const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
    let body = "";
    for await (const chunk of response) body += chunk;
    times.push(performance.now() - sentMs);
    if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}: ${body}`);
    if (body.includes('"patch"')) patched += 1;
  };
  const startedMs = performance.now();
  const underWay: Promise<void>[] = [];
  for (let sent = 0; !until(); ) {
    const due = ((performance.now() - startedMs) / 1000) * perSecond;
    for (; sent < due; sent += 1) {
      const answered = one(texts[sent % texts.length] ?? "");
      answered.catch(() => {});
      underWay.push(answered);
    }
    await pause(2);
  }
  const failed = (await Promise.allSettled(underWay)).filter(({ status }) => status === "rejected").length;
  agent.destroy();
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { answers: sorted.length, failed, patched, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
