import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfiguration } from "#cli/configuration-file.ts";
import { parseJson } from "#trace/events/read-facts.ts";
import { pathTemplate } from "#trace/logs/path-template.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { traceReportSchema } from "#trace/report/report-schema.ts";
import { auditLog, controllerLog } from "../trace/simulator/events.ts";
import { writeLogFiles } from "../trace/simulator/files.ts";
import { baseScenario, rollOut } from "../trace/simulator/scenario.ts";
import { simulate } from "../trace/simulator/simulate.ts";
import { jsonDelivery } from "./json-delivery.ts";
import { runExplain } from "./run-explain.ts";
import { runTrace } from "./run-trace.ts";

const simulation = simulate({
  ...baseScenario,
  lengthMs: 400_000,
  ratePerSecond: 30,
  pods: rollOut(5, { from: 60_000, every: 20_000 }),
  ownAnswers: 0.004,
  impatient: 0.1,
});
const losses = [...simulation.planted.values()].filter(({ cause }) => cause !== "own-answer").length;

let folder = "";
const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-trace-"));
  writeLogFiles(simulation, at("logs"));
  writeFileSync(at("audit.log"), auditLog(simulation).join("\n"));
  writeFileSync(at("controller.log"), controllerLog(simulation).join("\n"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const events = (): readonly string[] => ["--events", at("audit.log"), "--events", at("controller.log")];

const files = (): readonly string[] =>
  readdirSync(at("logs"), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

const plain = (): string =>
  files()
    .map((file) => gunzipSync(readFileSync(file)).toString())
    .join("");

interface Printed {
  readonly requests: number;
  readonly lost: number;
  readonly problems: readonly string[];
}

async function json(args: readonly string[], stdin = ""): Promise<Printed & { readonly code: number }> {
  const { stdout, code, stderr } = await runTrace([...args, "-o", "json"], { stdin });
  const report = parseJson(stdout);
  if (report === undefined) throw new Error(`no JSON: ${stderr}`);
  return { ...(report as Printed), code };
}

describe("logs are read", () => {
  test("from a folder, with what was lost and the exit code for it", async () => {
    const { requests, lost, code, problems } = await json([at("logs"), ...events()]);
    expect([requests, lost, code, problems]).toEqual([simulation.requests, losses, 1, []]);
  });

  test.each([
    ["a plain file", () => plain()],
    ["JSON delivery", () => jsonDelivery(plain())],
  ])("from %s with the same result", async (_name, content) => {
    writeFileSync(at("whole.log"), content());
    const whole = await json([at("whole.log"), ...events()]);
    const parts = await json([at("logs"), ...events()]);
    expect({ ...whole, sources: [] }).toEqual({ ...parts, sources: [] });
  });

  test("from standard input", async () => {
    expect((await json(["-"], plain())).requests).toBe(simulation.requests);
  });

  test("once, where files are there twice under other names and forms", async () => {
    mkdirSync(at("copies"), { recursive: true });
    for (const [index, file] of files().entries()) {
      writeFileSync(at("copies", basename(file)), readFileSync(file));
      writeFileSync(at("copies", `renamed-${index}.txt`), gunzipSync(readFileSync(file)));
    }
    const { requests, lost, problems } = await json([at("logs"), at("copies"), ...events()]);
    expect([requests, lost]).toEqual([simulation.requests, losses]);
    expect(problems.filter((problem) => /twice|begin/.test(problem)).length).toBe(2);
  });

  test("only between --since and --until", async () => {
    const { requests } = await json([at("logs"), "--since", "2026-11-26T09:21:00Z", "--until", "2026-11-26 09:22"]);
    const inside = simulation.lines.filter(({ text }) => /T09:21:\d\d\.\d+Z "/.test(text)).length;
    expect(Math.abs(requests - inside)).toBeLessThanOrEqual(1);
  });
});

describe("input that is not as it should be gets one sentence, and the rest is read", () => {
  const beside = async (name: string, content: string | Buffer): Promise<Printed> => {
    const inside = at("beside", name.replaceAll(/\W/g, ""));
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, name), content);
    return json([...files(), inside]);
  };

  test.each<readonly [string, string, string | Buffer, RegExp]>([
    ["CloudFront", "cf.log", "#Version: 1.0\n#Fields: date time\n2026-11-26\t09:21:00\tFRA2\t1\n", /CloudFront/],
    ["nginx", "access.log", '203.0.113.7 - - [26/Nov/2026:09:21:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n', /web server/],
    ["Parquet", "x.parquet", Buffer.from("PAR1\0\0\0\0PAR1"), /Parquet/],
    ["a binary file", "x.bin", Buffer.from([1, 2, 3, 255, 10, 0]), /no known log/],
    [
      "an NLB",
      "nlb.log",
      "tls 2.0 2026-11-26T09:21:00 net/x/y l/z 203.0.113.7:1 10.0.0.1:443 5 2 1 1 - - - - - - - - - - -\n",
      /Network Load/,
    ],
    ["garbage behind gzip", "g.gz", Buffer.concat([gzipSync("x\n"), Buffer.from("garbage")]), /gzip/],
  ])("%s", async (_name, name, content, sentence) => {
    const { requests, problems } = await beside(name, content);
    expect(requests).toBe(simulation.requests);
    expect(problems.filter((problem) => sentence.test(problem)).length).toBe(1);
  });

  test("all of it at once, beside a folder without logs and a file that breaks off", async () => {
    const inside = at("all-at-once");
    mkdirSync(join(inside, "empty"), { recursive: true });
    const rest = gzipSync(plain().split("\n").slice(2).join("\n"));
    const contents: Readonly<Record<string, string | Buffer>> = {
      "cf.log": "#Version: 1.0\n#Fields: date time\n2026-11-26\t09:21:00\tFRA2\t1\n",
      "access.log": '203.0.113.7 - - [26/Nov/2026:09:21:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n',
      "x.parquet": Buffer.from("PAR1\0\0\0\0PAR1"),
      "broken.gz": rest.subarray(0, rest.length - 40),
      ELBAccessLogTestFile: "Enable AccessLog for ELB: x at 2026",
      "hello.txt": "hello\n",
      "zero.log": "",
    };
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(inside, name), content);
    const { requests, code, problems } = await json([...files(), inside, join(inside, "empty"), at("nowhere-at-all")]);
    expect([requests >= simulation.requests, code]).toEqual([true, 0]);
    const sentences = [
      /CloudFront/,
      /web server/,
      /Parquet/,
      /in the middle of its gzip/,
      /no known log/,
      /holds no files/,
      /no such file/,
    ];
    expect(sentences.map((sentence) => problems.filter((problem) => sentence.test(problem)).length)).toEqual(
      sentences.map(() => 1),
    );
  });

  test("a test file of the load balancer is passed over in silence", async () => {
    const { requests, problems } = await beside("ELBAccessLogTestFile", "Enable AccessLog for ELB: x at 2026");
    expect([requests, problems]).toEqual([simulation.requests, []]);
  });

  test("gzip that breaks off is read up to there, wherever that is", async () => {
    const [file = ""] = files();
    const whole = readFileSync(file);
    const rows = gunzipSync(whole).toString().split("\n").length - 1;
    for (const share of [0.3, 0.7, 0.95]) {
      writeFileSync(at("broken.log.gz"), whole.subarray(0, Math.floor(share * whole.length)));
      const { requests, problems } = await json([at("broken.log.gz")]);
      expect(requests).toBeGreaterThan(share * 0.6 * rows);
      expect(problems.filter((problem) => problem.includes("in the middle of its gzip")).length).toBe(1);
    }
  });

  test.each([
    ["an empty folder", () => mkdirSync(at("empty"), { recursive: true }), "empty"],
    ["a path that is not there", () => {}, "nowhere"],
    ["a file without a row", () => writeFileSync(at("none.log"), "hello\n"), "none.log"],
    ["an empty file", () => writeFileSync(at("zero.log"), ""), "zero.log"],
  ])("%s alone is exit code 3", async (_name, prepare, path) => {
    prepare();
    const { code, stderr, stdout } = await runTrace([at(path)]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr.split("\n").filter((line) => line !== "").length).toBe(2);
  });

  test("events of another day", async () => {
    const other = simulate({ ...simulation.scenario, startMs: simulation.scenario.startMs - 86_400_000 });
    writeFileSync(at("yesterday.log"), auditLog(other).join("\n"));
    const { problems, requests } = await json([at("logs"), "--events", at("yesterday.log")]);
    expect([requests, problems.length]).toEqual([simulation.requests, 1]);
  });

  test("events that are none", async () => {
    writeFileSync(at("no-events.txt"), "one\n{\ntwo\n");
    const { problems } = await json([at("logs"), "--events", at("no-events.txt"), "--events", at("missing.log")]);
    expect(problems.length).toBe(2);
  });
});

describe("wrong usage is exit code 2:", () => {
  test.each([
    [["--since", "yesterday"]],
    [["--shift-events", "a bit"]],
    [["--idle-timeout", "-3"]],
    [["-o", "pdf"]],
    [["--fail-on", "guess"]],
  ])("%j", async (args) => {
    expect((await runTrace([at("logs"), ...args])).code).toBe(2);
  });

  test("standard input twice", async () => {
    expect((await runTrace(["-", "--events", "-"])).code).toBe(2);
  });
});

test("a guess alone is no reason to fail", async () => {
  expect((await runTrace([at("logs")])).code).toBe(0);
  expect((await runTrace([at("logs"), ...events(), "--fail-on", "never"])).code).toBe(0);
});

test("a clock eight hours apart is corrected by hand", async () => {
  const skewed = simulate({ ...simulation.scenario, skewMs: 8 * 3_600_000 });
  writeFileSync(at("local.log"), auditLog(skewed).join("\n"));
  const wrong = await json([at("logs"), "--events", at("local.log")]);
  expect(wrong.problems.some((problem) => problem.includes("--shift-events -8h"))).toBe(true);
  const right = await runTrace([at("logs"), "--events", at("local.log"), "--shift-events", "-8h", "--fail-on", "sure"]);
  expect(right.code).toBe(1);
});

const otherLogs = (secret: string): string =>
  [
    `2026-11-26T09:21:00.000000Z 198.51.100.77 36280 443 TLSv1.3 x 0.002 "CN=${secret}" - - Failed:${secret}@example.com TID_${secret}`,
    `tls 2.0 2026-11-26T09:21:00 net/x/y l/z 198.51.100.77:1 10.0.0.1:443 5 2 1 1 48 - - - - - ${secret}.example.com - - - -`,
    "srcaddr dstaddr srcport dstport start end tcp-flags action",
    "198.51.100.77 10.0.2.10 40000 8080 1795684800 1795684859 2 REJECT",
  ].join("\n");

test.each(["text", "json", "svg", "html", "parameters"])(
  "%s tells nothing about clients and what they asked for",
  async (output) => {
    const secret = "top5ecret";
    const planted = plain()
      .replaceAll(/203\.0\.113\.\d+/g, "198.51.100.77")
      .replaceAll("/orders/", `/${secret}@example.org/`)
      .replaceAll("token=", `token=${secret}`)
      .replaceAll("Mozilla", `Mozilla${secret}`)
      .replaceAll("Root=1-", `Self=${secret};Root=1-`)
      .replaceAll('"shop.example.com"', `"${secret}.example.com"`)
      .replaceAll("TID_", `TID_${secret}`)
      .replaceAll("session-reused", `arn:aws:acm:x:111122223333:certificate/${secret}`);
    writeFileSync(at("planted.log"), `${planted}\nunreadable ${secret} 198.51.100.77\n${otherLogs(secret)}\n`);
    const written = at("planted.yaml");
    const chosen = output === "parameters" ? ["--write-parameters", written] : ["-o", output];
    const { stdout, stderr } = await runTrace([at("planted.log"), ...events(), ...chosen]);
    expect(stdout.length).toBeGreaterThan(100);
    const told = [stdout, stderr, output === "parameters" ? readFileSync(written, "utf8") : ""].join("\n");
    for (const planted of [secret, "198.51.100", "token", "example.com", "111122223333", "TID_", "CN="]) {
      expect([planted, told.includes(planted)]).toEqual([planted, false]);
    }
  },
);

describe("what is private is shown only if asked for:", () => {
  const secret = "top5ecret";

  const shown = async (
    ...args: readonly string[]
  ): Promise<{ readonly text: string; readonly json: string; readonly html: string }> => {
    const planted = plain().replaceAll("/orders/", `/orders/${secret}@example.org/`).replaceAll("token=", `token=${secret}`);
    writeFileSync(at("private.log"), planted);
    const of = async (output: string): Promise<string> =>
      (await runTrace([at("private.log"), ...events(), "-o", output, ...args])).stdout;
    return { text: await of("text"), json: await of("json"), html: await of("html") };
  };

  test("nothing without --show", async () => {
    const { json, text } = await shown();
    expect(json).not.toMatch(/"paths?"|"clients?"/);
    expect(text).not.toMatch(/203\.0\.113|orders/);
  });

  test("paths with their ids as *, never a query or a name within", async () => {
    const { text, json, html } = await shown("--show", "path");
    for (const output of [text, json, html]) {
      expect(output).toContain("/orders/*");
      for (const hidden of [secret, "example.org", "token", "203.0.113"]) expect(output).not.toContain(hidden);
    }
  });

  test("clients by their address, without paths", async () => {
    const { text, json, html } = await shown("--show", "client");
    for (const output of [text, json, html]) {
      expect(output).toMatch(/203\.0\.113\.\d+/);
      expect(output).not.toContain("orders");
    }
  });

  test("both, the ten of each with most losses", async () => {
    const { json } = await shown("--show", "all");
    const { groups } = JSON.parse(json) as TraceReport;
    const [group] = groups;
    for (const rows of [group?.paths ?? [], group?.clients ?? []]) {
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(10);
      expect(rows.reduce((total, { lost }) => total + lost, 0)).toBeLessThanOrEqual(group?.lost ?? 0);
    }
  });
});

test.each([
  ["https://h:443/orders/7421?token=x", "/orders/*"],
  ["https://h:443/orders/7/items/42", "/orders/*/items/*"],
  ["https://h:443/", "/"],
  ["https://h:443", "/"],
  ["https://h:443/api/v2/users/me@example.org/", "/api/v2/users/*/"],
  ["https://h:443/files/0f8fad5b-d9cb-469f-a165-70867728950e", "/files/*"],
  ["https://h:443/a/deadbeef/b", "/a/*/b"],
  ["https://h:443/reset/averylongtokenwithoutdigits", "/reset/*"],
  ["https://h:443/x%2Fsecret/y;z=1/index.html", "/*/*/index.html"],
  ["https://h:443/a/a/a/a/a/a/a/a/a/a/a/a/a/a", "/a/a/a/a/a/a/a/a/a/a/a/a/…"],
  ["-", "/"],
])("of %s the path %s is shown", (url, path) => {
  expect(pathTemplate(url)).toBe(path);
});

test("JSON is what its schema says, with and without what is private", async () => {
  for (const args of [[], ["--show", "all"], ["-f", join(import.meta.dirname, "../../docs/example"), "--cluster-name", "prod"]]) {
    const { stdout } = await runTrace([at("logs"), ...events(), "-o", "json", ...args]);
    expect(traceReportSchema.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  }
});

test("text fits into 80 columns", async () => {
  const { stdout } = await runTrace([at("logs"), ...events()]);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

describe("manifests", () => {
  const shop = join(import.meta.dirname, "../../docs/example");

  test("give the timings of the workload behind a target group", async () => {
    const { stdout, code } = await runTrace([at("logs"), ...events(), "-f", shop, "--cluster-name", "prod", "-o", "json"]);
    expect(code).toBe(1);
    expect(stdout).toContain("pod-outlives-target");
  });
});

test("measured parameters are written, read again, and shown as the source", async () => {
  const file = at("measured.yaml");
  await runTrace([at("logs"), ...events(), "--write-parameters", file]);
  const [policy] = loadConfiguration(file).settings.policies;
  expect(policy?.parameters.propagation.albIp.measured).toEqual({ on: "2026-11-26", ends: 5 });
  expect(policy?.parameters.propagation.albIp.minimum).toBeGreaterThanOrEqual(13);
  const { stdout } = await runExplain(["--all", "-f", join(import.meta.dirname, "../../docs/example"), "--config", file]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("measured on 2026-11-26 from 5 ends of targets");
});

describe("--print-sql", () => {
  test("prints two queries and needs no logs", async () => {
    const { stdout, code } = await runTrace(["--print-sql", "athena", "--since", "2026-11-26"]);
    expect([code, stdout.match(/^WITH /gm)?.length]).toEqual([0, 2]);
    expect(stdout).toContain("request_creation_time >= '2026-11-26T00:00:00.000'");
  });

  test.each([[["--print-sql", "oracle"]], [[]]])("with %j is wrong usage", async (args) => {
    expect((await runTrace(args)).code).toBe(2);
  });
});
