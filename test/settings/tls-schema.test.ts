import { describe, expect, test } from "vitest";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";

const day = 24 * 60 * 60;

const read = (tls: object) => {
  const settings = readSettings({ tls }, builtInPolicies);
  return settings.ok ? settings.configuration.tls : settings.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

test("Certificates come from files unless the file says otherwise, and its defaults are those of the chart", () => {
  expect(read({})).toEqual({
    mode: "files",
    secretName: "outlive-certificates",
    leaseName: "outlive-certificates",
    serviceName: "outlive",
    extraNames: [],
    caLifetime: 365 * day,
    leafLifetime: 90 * day,
    webhookConfigurations: { mutating: ["outlive"], validating: ["outlive"] },
  });
});

describe("a lifetime", () => {
  test.each([
    ["30d", 30 * day],
    ["720h", 30 * day],
  ])("may be written %s", (leafLifetime, seconds) => expect(read({ leafLifetime })).toMatchObject({ leafLifetime: seconds }));

  test.each([[90], ["90"], ["0d"], ["1y"], ["-1d"], ["1.5d"], [""]])("may not be written %j", (leafLifetime) =>
    expect(read({ leafLifetime })).toEqual([expect.stringMatching(/^tls\.leafLifetime: /)]),
  );

  test("of a leaf is shorter than that of its authority", () =>
    expect(read({ caLifetime: "90d" })).toEqual([expect.stringMatching(/^tls\.leafLifetime: expected less than caLifetime/)]));
});

test.each([
  ["secretName", "a/../b"],
  ["leaseName", "Upper"],
  ["serviceName", "9th"],
  ["serviceName", "a.b"],
])("%s may not be %s, because it becomes part of a path or of a host name", (field, value) =>
  expect(read({ [field]: value })).toEqual([expect.stringMatching(new RegExp(`^tls\\.${field}: expected the name`))]),
);
