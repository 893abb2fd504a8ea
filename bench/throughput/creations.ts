/**
 * Reviews of Pods as ReplicaSet controllers create them. Templates differ in what Deployments differ in: name, labels, owner, images,
 * values of variables. Pods of one template differ in what the API server makes anew for each: the uid of the review, and the random
 * name of the token's volume, which stands in every container.
 */
import { createHash } from "node:crypto";
import { pod, review } from "../pod-review.ts";

/** So many bodies of one size are more than any cache of a processor holds. */
const mostBodies = 400;

export const mostTemplates = 200;

/** Their Services and Ingresses have the same names. */
export const templateName = (template: number): string => (template === 0 ? "shop" : `app-${template}`);

/** In turns: the first of each template, then the second of each, and so on. */
export const creations = (templates: number): readonly string[] =>
  Array.from({ length: mostBodies }, (_, index) => creation(index % templates, index));

function creation(template: number, index: number): string {
  const name = templateName(template);
  const hash = digest(`template ${template}`).slice(0, 10);
  const volume = `kube-api-access-${digest(`volume ${index}`).slice(0, 5)}`;
  const { metadata, spec } = pod;
  const [owner] = metadata.ownerReferences;
  const created = {
    ...pod,
    metadata: {
      ...metadata,
      generateName: `${name}-${hash}-`,
      labels: { app: name, "app.kubernetes.io/name": name, "pod-template-hash": hash },
      annotations: { "checksum/config": digest(`configuration ${template}`) },
      ownerReferences: [{ ...owner, name: `${name}-${hash}`, uid: uid(`owner ${template}`) }],
    },
    spec: {
      ...spec,
      containers: spec.containers.map((container) => ({
        ...container,
        image: `registry.invalid/${name}/${container.name}:1.${template}.3`,
        env: container.env.map(({ name: variable, value }) => ({ name: variable, value: `${value}-${template}` })),
        volumeMounts: container.volumeMounts.map((mount) => ({ ...mount, name: volume })),
      })),
      volumes: spec.volumes.map((one) => ({ ...one, name: volume })),
      serviceAccountName: name,
    },
  };
  return JSON.stringify({ ...review, request: { ...review.request, uid: uid(`review ${index}`), object: created } });
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

const uid = (text: string): string => digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
