/** Every file under test/cases, through each door; `UPDATE_GOLDEN=1 npx vitest run test/cases.test.ts` writes what they give. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { admissionOf, endpoints, loadCase, readable, reviewOf } from "./support/case.ts";
import { postAll } from "./support/http-door.ts";

const folder = new URL("cases/", import.meta.url).pathname;
const files = globSync("*/*.yaml", { cwd: folder })
  .filter((file) => !file.endsWith(".golden.yaml") && !file.startsWith("forty/"))
  .sort();

type Decided = Readonly<Record<string, unknown>>;

describe.each(files)("%s", (file) => {
  const loaded = loadCase(`${folder}${file}`);
  const goldenFile = `${folder}${file.replace(/\.yaml$/, ".golden.yaml")}`;

  test("is decided as its golden file says, by every door", async () => {
    const admission = await admissionOf(loaded);
    const decided = endpoints.map((endpoint): [string, Decided] => {
      const { text, record } = admission.handle(endpoint, structuredClone(reviewOf(loaded)));
      const findings = record.findings.map(({ id, severity }) => `${severity} ${id}`);
      const reason = record.reason === "" ? {} : { reason: record.reason };
      return [
        endpoint,
        { result: record.result, ...reason, ...(findings.length === 0 ? {} : { findings }), ...readable(JSON.parse(text)) },
      ];
    });
    const posted = await postAll(
      admission,
      endpoints.map((endpoint) => ({ endpoint, review: reviewOf(loaded) })),
    );
    const actual = { case: loaded.head.case, ...Object.fromEntries(decided) };
    if (process.env["UPDATE_GOLDEN"] !== undefined || !existsSync(goldenFile))
      writeFileSync(goldenFile, stringify(actual, { lineWidth: 0 }));
    expect(actual).toEqual(parse(readFileSync(goldenFile, "utf8")));
    expect(posted.map(readable)).toEqual(
      decided.map(([, { result: _result, reason: _reason, findings: _findings, ...response }]) => response),
    );
  });
});
