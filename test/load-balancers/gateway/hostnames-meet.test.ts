import { expect, test } from "vitest";
import { hostnamesMeet } from "#load-balancers/gateway/hostnames-meet.ts";

const label = "a".repeat(63);

test.each<readonly [readonly string[], string | undefined, boolean]>([
  [[], "a.example.org", true],
  [["a.example.org"], undefined, true],
  [["a.example.org"], "a.example.org", true],
  [["b.example.org"], "a.example.org", false],
  [["b.example.org", "a.example.org"], "a.example.org", true],
  [["a.example.org"], "*.example.org", true],
  [["*.example.org"], "a.example.org", true],
  [["*.example.org"], "*.example.org", true],
  [["*.a.example.org"], "*.example.org", true],
  [["example.org"], "*.example.org", false],
  [["badexample.org"], "*.example.org", false],
  [["*a.example.org"], "xa.example.org", false],
  [["10.0.0.1"], "10.0.0.1", false],
  [["10.0.0.1.org"], "10.0.0.1.org", true],
  [["a.10.0.0.1"], "a.10.0.0.1", true],
  [["1234.0.0.1"], "1234.0.0.1", true],
  [["a:80"], "a:80", false],
  [["a..org"], "a..org", false],
  [[`${label}.org`], `${label}.org`, true],
  [[`${label}a.org`], `${label}a.org`, false],
  [["a..org"], "*.org", false],
  [["a.org"], "*..org", false],
])("%j and %j have something in common: %s", (route, listener, meet) => {
  expect(hostnamesMeet(route, listener)).toBe(meet);
});
