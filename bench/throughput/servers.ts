/** What is measured: the product, the bare handler, and the product without some of its parts. Each runs in a process of its own. */
import { fastify } from "fastify";
import { type Admission, createAdmission } from "#admission/admit.ts";
import type { AdmissionHandler } from "#admission/ports.ts";
import { systemClock } from "#clock/clock.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { type AdmissionObserver, allObservers } from "#server/admission-observer.ts";
import { bufferedOutput } from "#server/buffered-output.ts";
import type { KeyPair } from "#server/key-pair.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { createLog, logDecisions } from "#server/log.ts";
import { createMetrics } from "#server/metrics.ts";
import { createServer } from "#server/server.ts";
import { tlsOptions } from "#server/tls-options.ts";
import { readSettings } from "#settings/read-settings.ts";
import { quietSources } from "../../test/support/metric-sources.ts";
import { usualParts } from "../../test/support/server-parts.ts";
import { manifestsFor, type review } from "../pod-review.ts";
import { creations, mostTemplates, templateName } from "./creations.ts";

export const served = ["product", "bare", "unobserved", "prepared"] as const;

export type Served = (typeof served)[number];

/** @returns the port */
export async function serve(what: Served, keyPair: KeyPair): Promise<number> {
  const { handle, fail } = await realAdmission();
  switch (what) {
    case "product":
      return startServer({ handle, fail }, keyPair, observers());
    case "unobserved":
      return startServer({ handle, fail }, keyPair, allObservers([]));
    case "prepared":
      return startServer({ handle: prepared(handle), fail }, keyPair, observers());
    case "bare":
      return startBare(keyPair, responseOf(handle));
  }
}

export async function realAdmission(): Promise<Admission> {
  const names = Array.from({ length: mostTemplates }, (_, template) => templateName(template));
  const yaml = manifestsFor(names)
    .map((object) => JSON.stringify(object))
    .join("\n---\n");
  const { view } = await readManifests(
    watchedKinds,
    ["-"],
    (async function* () {
      yield yaml;
    })(),
  );
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return createAdmission({ view, synced: () => true, configuration: () => read.configuration });
}

/** The log goes to standard output, which is where a log costs its writer the least, /dev/null. */
function observers(): AdmissionObserver {
  const metrics = createMetrics(quietSources);
  const output = bufferedOutput(1);
  return allObservers([metrics, logDecisions(createLog("info", output), output)]);
}

function startServer({ handle, fail }: Admission, keyPair: KeyPair, observer: AdmissionObserver): Promise<number> {
  return createServer({
    handler: handle,
    onFailure: fail,
    observer,
    clock: systemClock,
    lag: watchEventLoop(systemClock),
    keyPair,
    ...usualParts,
  }).listen("127.0.0.1", 0);
}

interface Reviewed {
  readonly response: { readonly patch?: string };
}

/** A product that let the Pod pass would be fast for the wrong reason. */
function responseOf(handle: AdmissionHandler): object {
  const responses = creations(mostTemplates)
    .slice(0, mostTemplates)
    .map((text) => handle("mutate", JSON.parse(text)));
  for (const { record } of responses)
    if (record.result !== "patched") throw new Error(`the Pod should have been patched: ${JSON.stringify(record)}`);
  const [first] = responses;
  if (first === undefined) throw new Error("nothing was reviewed");
  return (JSON.parse(first.text) as Reviewed).response;
}

/** Everything but the decision: what it would be is known, whatever the review. */
function prepared(handle: AdmissionHandler): AdmissionHandler {
  const known = JSON.parse(creations(1)[0] ?? "") as typeof review;
  const outcome = handle("mutate", known);
  const [head = "", tail = ""] = outcome.text.split(known.request.uid);
  return (_endpoint, body) => {
    const { uid } = (body as typeof review).request;
    return { ...outcome, text: `${head}${uid}${tail}`, record: { ...outcome.record, uid } };
  };
}

/** What the same framework does without us: it answers every review with the product's response to the first template. */
async function startBare(keyPair: KeyPair, given: object): Promise<number> {
  const app = fastify({ https: tlsOptions(keyPair, undefined), logger: false });
  app.post<{ Body: typeof review }>("/mutate", (request, reply) => {
    const response = { ...given, uid: request.body.request.uid };
    reply.send({ apiVersion: request.body.apiVersion, kind: request.body.kind, response });
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
