/** What a backend of an Ingress does with a request, with the Services that it forwards to looked up. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type WeightedTarget, weightedAction } from "#load-balancers/argo/weighted-action.ts";
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { externalName } from "#load-balancers/attributes/external-name.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress, IngressBackend, PortRef, Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type ForwardTarget, type IngressAction, type RedirectTo, readAction } from "./action.ts";

/** A Service port that a target group is made for. */
export interface BackendTarget {
  readonly service: Service;
  readonly port: PortRef;
  /** Where the Ingress names it. */
  readonly field: string;
}

export interface BackendAction {
  /** Key of `conditions.<name>`. */
  readonly name: string;
  readonly redirect: RedirectTo | undefined;
  readonly targets: readonly BackendTarget[];
}

/** Port name that stands for an action in an annotation. */
const useAnnotation = "use-annotation";

interface Context {
  readonly view: ClusterView;
  readonly flags: ControllerFlags;
}

/** Reads an `actions.*` annotation once, however many paths of the Ingress name it. */
export class ActionReader {
  readonly #ingress: Ingress;
  readonly #context: Context;
  readonly #problems: Problem[];
  readonly #annotated = new Map<string, BackendAction>();

  constructor(ingress: Ingress, context: Context, problems: Problem[]) {
    this.#ingress = ingress;
    this.#context = context;
    this.#problems = problems;
  }

  actionOf(backend: IngressBackend): BackendAction {
    const { service } = backend;
    const known = service?.port === useAnnotation ? this.#annotated.get(service.name) : undefined;
    if (known !== undefined) return known;
    const read = backendAction(this.#ingress, backend, this.#context, this.#problems);
    if (service?.port === useAnnotation && isAnnotated(this.#ingress, service.name)) this.#annotated.set(service.name, read);
    return read;
  }
}

const isAnnotated = (ingress: Ingress, name: string): boolean =>
  findAnnotation(ingress.meta.annotations, [albPrefix], `actions.${name}`) !== undefined;

function backendAction(ingress: Ingress, backend: IngressBackend, { view, flags }: Context, problems: Problem[]): BackendAction {
  if (backend.service === undefined) {
    problems.push(problem("backend-resource-unsupported", refOf(ingress.meta), backend.field, { backend: backend.field }));
    return { name: "", redirect: undefined, targets: [] };
  }
  const { name, port } = backend.service;
  const read =
    port === useAnnotation
      ? annotatedAction(ingress, name, backend.field, { view, flags }, problems)
      : forwardTo(name, port, backend.field);
  const { action, field } = read;
  const targets = action.type === "forward" ? servicesOf(ingress, action.targets, field, { view, flags }, problems) : [];
  return { name, redirect: action.type === "redirect" ? action.to : undefined, targets };
}

const forwardTarget = ({ service, port }: WeightedTarget): ForwardTarget => ({
  kind: "service",
  service,
  port,
  weight: undefined,
});

interface Located {
  readonly action: IngressAction;
  readonly field: string;
}

const fixedResponse: IngressAction = { type: "fixed-response" };

const forwardTo = (service: string, port: PortRef, field: string): Located => ({
  action: { type: "forward", targets: [{ kind: "service", service, port, weight: undefined }] },
  field,
});

function annotatedAction(ingress: Ingress, name: string, field: string, { view, flags }: Context, problems: Problem[]): Located {
  const object = refOf(ingress.meta);
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], `actions.${name}`);
  if (found === undefined) {
    const shifted = weightedAction(ingress, name, view);
    if (shifted !== undefined) return { action: { type: "forward", targets: shifted.map(forwardTarget) }, field };
    const id = flags.tolerateNonExistentBackendAction ? "action-missing" : "action-missing-rejected";
    problems.push(problem(id, object, field, { action: name }));
    return { action: fixedResponse, field };
  }
  const reading = readAction(found.value);
  if (reading.ok) return { action: reading.value, field: found.key };
  const id = reading.because === "invalid" ? "action-invalid" : "action-unparsable";
  problems.push(problem(id, object, found.key, { action: name, reason: reading.reason }));
  return { action: fixedResponse, field: found.key };
}

/** Target groups that are named by ARN or by name are nobody's backend here: no TargetGroupBinding is made for them. */
function servicesOf(
  ingress: Ingress,
  targets: readonly ForwardTarget[],
  field: string,
  { view, flags }: Context,
  problems: Problem[],
): readonly BackendTarget[] {
  const tolerated = flags.tolerateNonExistentBackendService && targets.length === 1;
  return targets.flatMap((target) => {
    if (target.kind !== "service") return [];
    const service = view.get("Service", ingress.meta.namespace, target.service);
    if (service !== undefined) {
      problems.push(...externalName(service, refOf(ingress.meta), field));
      return [{ service, port: target.port, field }];
    }
    const id = tolerated ? "backend-service-missing" : "service-missing";
    problems.push(problem(id, refOf(ingress.meta), field, { service: target.service }));
    return [];
  });
}
