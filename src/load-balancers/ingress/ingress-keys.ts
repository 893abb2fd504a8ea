/** What an Ingress is looked up by, without looking at anything but the Ingress. */

import { nameKey } from "#kubernetes/view/index-keys.ts";
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import { readAction } from "./action.ts";

export const ingressClassAnnotation = "kubernetes.io/ingress.class";

const actionPrefix = `${albPrefix}/actions.`;

function serviceNames(ingress: Ingress): readonly string[] {
  const backends = [ingress.defaultBackend, ...ingress.rules.flatMap((rule) => rule.paths.map((path) => path.backend))];
  const named = backends.flatMap((backend) => (backend?.service === undefined ? [] : [backend.service.name]));
  const inActions = Object.entries(ingress.meta.annotations)
    .filter(([key]) => key.startsWith(actionPrefix))
    .flatMap(([, text]) => servicesOfAction(text));
  return [...new Set([...named, ...inActions])];
}

const services = (ingress: Ingress): readonly string[] =>
  serviceNames(ingress).map((name) => nameKey(ingress.meta.namespace, name));

function servicesOfAction(text: string): readonly string[] {
  const reading = readAction(text);
  if (!reading.ok || reading.value.type !== "forward") return [];
  return reading.value.targets.flatMap((target) => (target.kind === "service" ? [target.service] : []));
}

function groupAnnotation(ingress: Ingress): readonly string[] {
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], "group.name");
  return found === undefined ? [] : [found.value];
}

function className(ingress: Ingress): readonly string[] {
  if (ingress.ingressClassName !== undefined) return [ingress.ingressClassName];
  return Object.hasOwn(ingress.meta.annotations, ingressClassAnnotation) ? [] : [""];
}

export const ingressKeys = { services, groupAnnotation, className } as const;
