import { webhookEntries } from "#cli/serve/webhook-configurations.ts";
import { routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { keyPlaces } from "#model/settings/key-places.ts";
import { keys } from "#model/settings/keys.ts";
import { code, codes, table } from "./gen-docs-markdown.ts";

/** Every kind that is read: where it is found, why it is read, who reviews it, and which keys of ours it can carry. */
export const kindBlocks = (): Readonly<Record<string, string>> => ({
  routes: table(
    ["kind", "API group and versions", "read for", "webhook", "annotations of Outlive"],
    Object.values(routeKinds).map(({ kind, group, versions, plural, purpose, holds }) => [
      code(kind),
      `${code(group === "" ? "core" : group)} ${versions.join(", ")}`,
      purpose,
      reviewedBy(group, plural).join(", "),
      codes(annotationsOn(holds)) || "none",
    ]),
  ),
  others: table(
    ["kind", "API group and versions", "read for", "watched by the webhook"],
    Object.entries(watchedKinds)
      .filter(([name]) => !Object.hasOwn(routeKinds, name))
      .map(([, { kind, group, versions, purpose, watched }]) => [
        code(kind),
        `${code(group === "" ? "core" : group)} ${versions.join(", ")}`,
        purpose,
        watched ? "yes" : "no",
      ]),
  ),
});

const reviewedBy = (group: string, plural: string): readonly string[] =>
  webhookEntries
    .filter(({ rules }) => rules.some(({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(plural)))
    .map(({ name }) => name);

const annotationsOn = (holder: (typeof routeKinds)[keyof typeof routeKinds]["holds"]): readonly string[] =>
  Object.entries(keyPlaces).flatMap(([name, { annotation }]) =>
    annotation.includes(holder) ? [keys[name as keyof typeof keys]] : [],
  );
