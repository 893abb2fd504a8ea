import { afterEach, describe, expect, test } from "vitest";
import { deployment, documents, routes } from "./check-manifests.ts";
import { linesOf, type Manifests, manifestFolder, type ReportDocument, runCheck } from "./run-check.ts";

let manifests: Manifests | undefined;

afterEach(() => {
  manifests?.remove();
  manifests = undefined;
});

/** What `--fix` makes of a file beside routes with a delay of 35 seconds; lines that went and lines that came. */
async function fixed(
  text: string,
  name = "app.yaml",
): Promise<{ text: string; gone: readonly string[]; come: readonly string[]; code: number; stderr: string }> {
  manifests?.remove();
  manifests = manifestFolder({ [name]: text, "routes.yaml": routes({ delay: 35 }) });
  const { code, stderr } = await runCheck([manifests.folder, "--fix"]);
  expect(manifests.text("routes.yaml")).toBe(routes({ delay: 35 }));
  const after = manifests.text(name);
  return { text: after, ...difference(text, after), code, stderr };
}

/** Lines of one that the other has not, or not as often. */
const difference = (before: string, after: string): { gone: readonly string[]; come: readonly string[] } => ({
  gone: without(before.split("\n"), after.split("\n")),
  come: without(after.split("\n"), before.split("\n")),
});

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Lines that stayed stand in the order in which they stood. */
const stayed = (text: string, changed: readonly string[]): string => without(text.split("\n"), changed).join("\n");

/** A Deployment with this as its Pod spec. */
const withSpec = (spec: string, head = ""): string =>
  `${head}apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop, namespace: web} # ours\nspec:\n  template:\n    metadata: {labels: {app: shop}}\n    spec:\n${spec}`;

describe("Only lines of timings change", () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      "where nothing is said, both are added behind what is there",
      withSpec("      containers:\n      - name: app   # the only one\n        image: 'x:1'\n"),
      [],
      [
        "        lifecycle:",
        "          preStop:",
        "            sleep:",
        "              seconds: 40",
        "      terminationGracePeriodSeconds: 50",
      ],
    ],
    [
      "a text without a line feed at its end gets none",
      withSpec("      containers:\n      - name: app"),
      [],
      [
        "        lifecycle:",
        "          preStop:",
        "            sleep:",
        "              seconds: 40",
        "      terminationGracePeriodSeconds: 50",
      ],
    ],
    [
      "behind a block of text, and before the comment of what follows",
      withSpec(
        "      terminationGracePeriodSeconds: 60\n      containers:\n      - name: app\n        args:\n        - |\n          a\n          b\n      # of the volumes\n      volumes: []\n",
      ),
      [],
      ["        lifecycle:", "          preStop:", "            sleep:", "              seconds: 40"],
    ],
    [
      "a command keeps its shell, its quotes and its comment",
      withSpec(
        `      terminationGracePeriodSeconds:   20 # short\n      containers:\n      - name: app\n        lifecycle:\n          preStop: {exec: {command: ['/bin/sh', "-c", "sleep 10"]}} # raise\n`,
      ),
      [
        "      terminationGracePeriodSeconds:   20 # short",
        `          preStop: {exec: {command: ['/bin/sh', "-c", "sleep 10"]}} # raise`,
      ],
      [
        "      terminationGracePeriodSeconds:   50 # short",
        `          preStop: {exec: {command: ['/bin/sh', "-c", "sleep 40"]}} # raise`,
      ],
    ],
    [
      "a native sleep",
      withSpec(
        "      terminationGracePeriodSeconds: 50\n      containers:\n      - name: app\n        lifecycle:\n          preStop:\n            sleep:\n              seconds: 5   # too short\n",
      ),
      ["              seconds: 5   # too short"],
      ["              seconds: 40   # too short"],
    ],
    [
      "a sleep of several terms becomes one",
      withSpec(
        "      terminationGracePeriodSeconds: 50\n      containers:\n      - name: app\n        lifecycle:\n          preStop:\n            exec:\n              command: [sleep, '10', \"5\"] # both\n",
      ),
      ["              command: [sleep, '10', \"5\"] # both"],
      ['              command: ["sleep", "40"] # both'],
    ],
    [
      "a script over several lines",
      withSpec(
        "      terminationGracePeriodSeconds: 50\n      containers:\n      - name: app\n        lifecycle:\n          preStop:\n            exec:\n              command:\n              - sh\n              - -c\n              - |\n                sleep 10\n",
      ),
      ["                sleep 10"],
      ["                sleep 40"],
    ],
    [
      "maps in braces, with the blanks that the text has",
      withSpec("      terminationGracePeriodSeconds: 50\n      containers: [{name: app, image: x}]\n"),
      ["      containers: [{name: app, image: x}]"],
      ["      containers: [{name: app, image: x, lifecycle: {preStop: {sleep: {seconds: 40}}}}]"],
    ],
    [
      "hooks that are empty in one way or another",
      withSpec(
        '      terminationGracePeriodSeconds: 50\n      containers:\n      - name: a\n        lifecycle:\n      - name: b\n        lifecycle: {}\n      - name: c\n        lifecycle: {postStart: {exec: {command: ["true"]}}}\n',
      ),
      ["        lifecycle:", "        lifecycle: {}", '        lifecycle: {postStart: {exec: {command: ["true"]}}}'],
      [
        "        lifecycle: {preStop: {sleep: {seconds: 40}}}",
        "        lifecycle: {preStop: {sleep: {seconds: 40}}}",
        '        lifecycle: {postStart: {exec: {command: ["true"]}}, preStop: {sleep: {seconds: 40}}}',
      ],
    ],
    [
      "one document of several, with comments between",
      `# head\n---\n${withSpec("      terminationGracePeriodSeconds: 30\n      containers:\n      - name: app\n        lifecycle: {preStop: {sleep: {seconds: 40}}}\n")}# tail\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n    name:   other\n`,
      ["      terminationGracePeriodSeconds: 30"],
      ["      terminationGracePeriodSeconds: 50"],
    ],
    [
      "what is already long enough stays",
      withSpec(
        "      terminationGracePeriodSeconds: 300\n      containers:\n      - name: app\n        lifecycle: {preStop: {sleep: {seconds: 200}}}\n",
      ),
      [],
      [],
    ],
  ])("%s", async (_, text, gone, come) => {
    const result = await fixed(text);
    expect({ gone: result.gone, come: result.come }).toEqual({ gone, come });
    expect(stayed(result.text, come)).toBe(stayed(text, gone));
    expect(result.code).toBe(0);
  });

  test("line ends of Windows are kept", async () => {
    const { text } = await fixed(withSpec("      containers:\n      - name: app\n").replaceAll("\n", "\r\n"));
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(text).toContain("seconds: 40\r\n");
  });

  test("a byte order mark is kept", async () => {
    const { text, code } = await fixed(`\uFEFF${withSpec("      containers:\n      - name: app\n")}`);
    expect([text.charCodeAt(0), code]).toEqual([0xfeff, 0]);
  });

  const json = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop", namespace: "web" },
    spec: { template: { metadata: { labels: { app: "shop" } }, spec: { containers: [{ name: "app" }] } } },
  };
  const fixedSpec = {
    containers: [{ name: "app", lifecycle: { preStop: { sleep: { seconds: 40 } } } }],
    terminationGracePeriodSeconds: 50,
  };
  test.each<[string, string | undefined]>([
    ["two blanks", "  "],
    ["four blanks", "    "],
    ["a tab", "\t"],
    ["one line", undefined],
  ])("JSON keeps its indentation of %s", async (_, indent) => {
    const { text } = await fixed(JSON.stringify(json, undefined, indent), "app.json");
    expect(text).toBe(
      JSON.stringify({ ...json, spec: { template: { ...json.spec.template, spec: fixedSpec } } }, undefined, indent),
    );
  });

  test("one JSON object behind the other, and a list", async () => {
    const other = { ...json, metadata: { ...json.metadata, name: "other" } };
    const { text, code } = await fixed(
      `${JSON.stringify(json)}\n${JSON.stringify({ apiVersion: "v1", kind: "List", items: [other] })}\n`,
      "app.json",
    );
    expect([text.match(/"seconds":40/g)?.length, code]).toEqual([2, 0]);
  });
});

describe("Fixing", () => {
  test("says what was changed where, and the report is of what is left", async () => {
    const { stderr } = await fixed(withSpec("      containers:\n      - name: app\n"));
    expect(stderr).toMatch(
      /app\.yaml: fixed Deployment web\/shop: container app: preStop sleep 40 s; terminationGracePeriodSeconds 50\n/,
    );
  });

  test("changes nothing a second time", async () => {
    const { text } = await fixed(withSpec("      containers:\n      - name: app\n      - name: side\n"));
    const folder = manifests?.folder ?? "";
    const { stderr, code } = await runCheck([folder, "--fix"]);
    expect([code, stderr, manifests?.text("app.yaml")]).toEqual([0, "", text]);
  });

  test("an annotation that asks for a longer sleep is heard", async () => {
    const { text } = await fixed(deployment({ annotations: { "outlive.dev/pre-stop": "1m" } }));
    expect(text).toContain("seconds: 60");
    expect(text).toContain("terminationGracePeriodSeconds: 70");
  });

  test("raises the sleep of a longer hook in the form that somebody wrote it", async () => {
    const hook = (seconds: number): string => `[sh, -c, "sleep ${seconds}; nginx -s quit"]`;
    const given = (seconds: number): string =>
      withSpec(
        `      terminationGracePeriodSeconds: 60\n      containers:\n      - name: app\n        lifecycle: {preStop: {exec: {command: ${hook(seconds)}}}}\n`,
      );
    expect((await fixed(given(5))).text).toBe(given(40));
  });

  test.each<[string, string]>([
    [
      "a hook that does something else",
      withSpec(
        "      terminationGracePeriodSeconds: 60\n      containers:\n      - name: app\n        lifecycle: {preStop: {exec: {command: [/drain]}}}\n",
      ),
    ],
    ["a workload that is skipped", deployment({ annotations: { "outlive.dev/skip": "drains by itself" } })],
    ["a delay beyond the ceiling", documents(deployment({ name: "long" }), routes({ name: "long", delay: 3000 }))],
    ["a workload that no Service selects", deployment({ name: "worker" })],
  ])("leaves alone %s", async (_, text) => {
    expect((await fixed(text)).text).toBe(text);
  });

  test("what an alias shares is not changed for one of its users, and that is said", async () => {
    const shared = withSpec(
      "      terminationGracePeriodSeconds: 50\n      containers: &containers\n      - name: app\n        lifecycle: {preStop: {sleep: {seconds: 40}}}\n",
    );
    const user =
      "apiVersion: v1\nkind: List\nx: &spec {containers: [{name: app}]}\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: p, namespace: web, labels: {app: shop}}\n  spec: *spec\n";
    const { text, stderr, code } = await fixed(documents(shared, user));
    expect(text).toBe(documents(shared, user));
    expect(stderr).toMatch(/app\.yaml:\d+: Pod web\/p cannot be fixed without changing more/);
    expect(code).toBe(1);
  });

  test("a file that cannot be read stays as it is, others are fixed", async () => {
    manifests = manifestFolder({ "app.yaml": deployment(), "routes.yaml": routes({ delay: 35 }), "broken.yaml": "a: [\n" });
    const { code } = await runCheck([manifests.folder, "--fix"]);
    expect([code, manifests.text("broken.yaml")]).toEqual([3, "a: [\n"]);
    expect(manifests.text("app.yaml")).toContain("seconds: 40");
  });

  test("mends every error of many workloads that a workload can mend", async () => {
    manifests = manifestFolder({
      "a.yaml": documents(deployment({ sleep: 10, grace: 20 }), routes({ delay: 60 })),
      "b.yaml": documents(deployment({ name: "b", sleep: 0 }), routes({ name: "b", delay: 0 })),
      "c.yaml": documents(
        deployment({ name: "c", grace: 10, annotations: { "outlive.dev/shutdown": "90s" } }),
        routes({ name: "c" }),
      ),
    });
    await runCheck([manifests.folder, "--fix"]);
    const { stdout } = await runCheck([manifests.folder, "-o", "json"]);
    const report = JSON.parse(stdout.replaceAll(`${manifests.folder}/`, "")) as ReportDocument;
    expect(linesOf(report).filter((line) => line.startsWith("error"))).toEqual([]);
  });
});
