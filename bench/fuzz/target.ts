/** What an input must not do: end a reader, a check or a decision, take a uid away, or leave a Pod that a second pass would change. */
import { check } from "#check/check.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";
import { ManifestCollection } from "#manifests/manifest-collection.ts";
import { parseManifest } from "#manifests/read/manifest-documents.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { admissionOver, reviewOfCreate } from "../../test/support/admission.ts";
import { applied } from "../../test/support/apply-patch.ts";
import { type Raw, rawClass, rawNamespace } from "../../test/support/routing.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are no configuration");
const { configuration } = settings;
const base: readonly Raw[] = ["web", "shop", "default"].map((name) => rawNamespace(name, { "outlive.dev/mode": "enforce" }));

const mostReviewed = 3;

/** @returns the longest that one decision took, in ms of processor time. @throws Error for what must not be */
export function carryOut(text: string): number {
  const collected = new ManifestCollection(watchedKinds, "default");
  const parsed = parseManifest("fuzz.yaml", text, (apiVersion, kind) => collected.isKnown(apiVersion, kind));
  collected.add(parsed);
  const { view, objects } = collected.manifests();
  check({ view, objects }, configuration);
  const raws = objects.map(({ document }) => document.raw);
  const admission = admissionOver([...base, rawClass("alb"), ...raws]);
  let longestMs = 0;
  for (const raw of raws.slice(0, mostReviewed)) {
    for (const endpoint of ["mutate", "validate"] as const) {
      for (const oldObject of [null, structuredClone(raw)]) {
        const review = reviewOf(raw, oldObject);
        const startedAt = process.cpuUsage();
        const { status, text: response, record } = admission.handle(endpoint, structuredClone(review));
        const { user, system } = process.cpuUsage(startedAt);
        longestMs = Math.max(longestMs, (user + system) / 1_000);
        if (status !== 200 && record.result !== "malformed") throw new Error(`status ${status}`);
        if (status === 200) verify(raw, JSON.parse(response) as Reply, endpoint, admission);
      }
    }
  }
  return longestMs;
}

interface Reply {
  readonly response: { readonly uid: unknown; readonly patch?: string };
}

function reviewOf(raw: Raw, oldObject: unknown): object {
  const kind = watchedKindOf(String(raw["apiVersion"]), String(raw["kind"]));
  const plural = kind === undefined ? "things" : watchedKinds[kind].plural;
  const { request, ...review } = reviewOfCreate(raw, plural) as { readonly request: object };
  return { ...review, request: { ...request, operation: oldObject === null ? "CREATE" : "UPDATE", oldObject } };
}

function verify(
  raw: Raw,
  { response }: Reply,
  endpoint: "mutate" | "validate",
  admission: ReturnType<typeof admissionOver>,
): void {
  if (response.uid !== "00000000-0000-0000-0000-000000000001") throw new Error("another uid");
  if (response.patch === undefined) return;
  const patch = JSON.parse(Buffer.from(response.patch, "base64").toString()) as Parameters<typeof applied>[1];
  const patched = applied(raw, patch) as Raw;
  const again = JSON.parse(admission.handle(endpoint, reviewOf(patched, null)).text) as Reply;
  if (again.response.patch !== undefined)
    throw new Error(`a second pass changes more: ${Buffer.from(again.response.patch, "base64")}`);
}
