import { describe, expect, test } from "vitest";
import { mostOfList, mostOfMap } from "#kubernetes/objects/cut-object.ts";
import { admissionOver, createPod, rawPod, reviewOfCreate } from "../support/admission.ts";
import { hostileWorlds } from "../support/hostile-worlds.ts";
import { type Raw, rawBackend, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";
import { stepsOf } from "../support/steps.ts";

const namespace: Raw = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", labels: { "outlive.dev/mode": "enforce" } },
};
const grouped = { "group.name": "edge", "target-type": "ip" };

describe("what other objects cost", () => {
  test.each(hostileWorlds)("$name: a Pod gets an answer and no error of ours", ({ of, largest }) => {
    const { record } = createPod(admissionOver(of(Math.min(largest, 2_000))));
    expect(record.error).toBeUndefined();
    expect(record.result).toBe("patched");
  });

  const many = 1_500;
  const members = Array.from({ length: many }, (_, index) =>
    rawIngress(`t${index}`, {
      namespace: "tenant",
      annotations: { ...grouped, ...Object.fromEntries(Array.from({ length: 4 }, (_, at) => [`x${at}`, "x".repeat(1_000)])) },
    }),
  );
  const world = [namespace, rawClass("alb"), rawService("web"), rawIngress("web", { annotations: grouped }), ...members];

  test("a decision that depends on too much is not made: the Pod is admitted with a warning, and the log names the largest object", () => {
    const { text, record } = createPod(admissionOver(world));
    expect(record).toMatchObject({ result: "failed-open", reason: "work-budget-exceeded" });
    expect(record.error).toMatch(/Ingress tenant\/t\d+/);
    expect(JSON.parse(text)).toMatchObject({ response: { allowed: true, warnings: [expect.stringContaining("are too large")] } });
  });

  test("it is begun once, whatever Pods follow", () => {
    const admission = admissionOver(world);
    const first = stepsOf(() => createPod(admission));
    const next = stepsOf(() => createPod(admission, rawPod({ app: "web", version: "2" })));
    expect(next).toBeLessThan(first / 8);
    expect(createPod(admission, rawPod({ app: "web", version: "3" })).record.reason).toBe("work-budget-exceeded");
  });

  test("where the administrator chose so, it is refused", () => {
    const { record } = createPod(admissionOver(world, { failure: { pods: "closed" } }));
    expect(record).toMatchObject({ result: "failed-closed", reason: "work-budget-exceeded" });
  });

  test("Pods that depend on none of it are decided as ever", () => {
    const other = [
      ...world,
      rawService("other"),
      rawIngress("other", { annotations: { "target-type": "ip" }, paths: [rawPath("other")] }),
    ];
    expect(createPod(admissionOver(other), rawPod({ app: "other" })).record.result).toBe("patched");
  });
});

describe("an Ingress that joins a group", () => {
  const conflicting = rawIngress("theirs", {
    namespace: "tenant",
    annotations: { ...grouped, "listen-ports": '[{"HTTPS":80}]' },
  });
  const breaking = rawIngress("broken", { namespace: "tenant", annotations: { ...grouped, "group.order": "first" } });
  const joining = rawIngress("web", { annotations: grouped, spec: { defaultBackend: rawBackend("web", 80) } });
  const review = (existing: readonly Raw[]) =>
    admissionOver([namespace, rawClass("alb"), rawService("web"), ...existing]).handle(
      "validate",
      reviewOfCreate(joining, "ingresses"),
    );

  test("is refused where it is the one that breaks it", () => {
    expect(review([conflicting]).record).toMatchObject({ result: "denied", reason: "listen-ports-conflict" });
  });

  test("is warned where members of another namespace stop the group already", () => {
    const { text, record } = review([conflicting, breaking]);
    expect(record.result).toBe("warned");
    expect(text).toContain("listen-ports-conflict");
  });
});

describe("an object under review", () => {
  const world = [namespace, rawClass("alb"), rawService("web"), rawIngress("web", { annotations: { "target-type": "ip" } })];
  const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, "x"]));

  test("with as many labels as are read is decided", () => {
    const { record } = createPod(admissionOver(world), rawPod({ ...labels(mostOfMap - 1), app: "web" }));
    expect(record.result).toBe("patched");
  });

  test("with more is not: it would be a stub in the cluster, and nothing is decided by a part of it", () => {
    const { record } = createPod(admissionOver(world), rawPod({ ...labels(mostOfMap), app: "web" }));
    expect(record).toMatchObject({ result: "failed-open", reason: "object-too-costly" });
    expect(record.error).toContain("Pod shop/web-1");
  });

  test.each<[string, Raw]>([
    ["Service", rawService("web", { spec: { selector: labels(mostOfMap + 1) } })],
    ["Ingress", rawIngress("web", { paths: Array.from({ length: mostOfList + 1 }, () => rawPath("web")) })],
  ])("%s: the same", (kind, object) => {
    const reviewed = (failure: Raw) =>
      admissionOver(world, failure).handle("validate", reviewOfCreate(object, kind === "Service" ? "services" : "ingresses"));
    expect(reviewed({}).record).toMatchObject({ result: "failed-open", reason: "object-too-costly" });
    expect(reviewed({ failure: { routes: "closed" } }).record).toMatchObject({ result: "failed-closed" });
  });

  test("of a namespace out of scope is admitted whatever its size", () => {
    const { metadata, ...pod } = rawPod(labels(mostOfMap + 1)) as { readonly metadata: Raw };
    const elsewhere = { ...pod, metadata: { ...metadata, namespace: "other" } };
    const others: Raw = { apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } };
    const { record } = createPod(admissionOver([...world, others], { failure: { pods: "closed" } }), elsewhere);
    expect(record).toMatchObject({ result: "skipped", reason: "namespace-not-in-scope" });
  });
});
