import { expect, test } from "vitest";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import { rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`l${index}`, "x"]));
const pod = (name: string, labels: Readonly<Record<string, string>>, namespace = "shop") => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace, name, labels },
  spec: { containers: [] },
});

test("Pods of many labels are found behind their Service like those of few", () => {
  const view = viewOf([
    rawService("web"),
    pod("few", { app: "web" }),
    pod("many", { ...many, app: "web" }),
    pod("others", many),
    pod("elsewhere", { ...many, app: "web" }, "other"),
  ]);
  const { pods } = backendWorkloads(view.list("Service"), view);
  expect(pods.map(({ meta }) => meta.name)).toEqual(["few", "many"]);
});

test("a Pod of many labels takes one place in the index, however many they are", () => {
  const view = viewOf([pod("many", many)]);
  const [found] = view.list("Pod");
  expect(found === undefined ? [] : view.keysOf("Pod", "label", found)).toHaveLength(1);
});
