/** What Flagger leaves of `shop` in the namespace web: a primary that its Canary owns, and Services that select one or the other. */
import { deployment, type PodGiven, service } from "./shop.ts";

export const canaryOwner = { apiVersion: "flagger.app/v1beta1", kind: "Canary", name: "shop", uid: "1", controller: true };

export const primaryLabels = { app: "shop-primary" };

/** The route leads to the primary alone. */
export const flaggerServices: readonly object[] = [
  { ...service("web"), spec: { selector: primaryLabels, ports: [{ name: "http", port: 80, targetPort: 8080 }] } },
  { ...service("web"), metadata: { name: "shop-canary", namespace: "web" } },
];

interface PrimaryGiven extends PodGiven {
  readonly kind?: "Deployment" | "DaemonSet";
  readonly owners?: readonly object[];
}

export function primary({ kind = "Deployment", owners = [canaryOwner], ...given }: PrimaryGiven = {}): object {
  const target = deployment("web", given) as { readonly spec: { readonly template: { readonly spec: object } } };
  return {
    ...target,
    kind,
    metadata: { name: "shop-primary", namespace: "web", ownerReferences: owners },
    spec: {
      ...target.spec,
      selector: { matchLabels: primaryLabels },
      template: { ...target.spec.template, metadata: { labels: primaryLabels } },
    },
  };
}

/** Between releases: no node has the label. */
export function scaledToZero(daemonSet: object): object {
  const { spec } = daemonSet as { readonly spec: { readonly template: { readonly spec: object } } };
  const nodeSelector = { "flagger.app/scale-to-zero": "true" };
  return { ...daemonSet, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, nodeSelector } } } };
}
