import { expect, inject, test } from "vitest";
import { atSigterm } from "./at-sigterm.ts";
import { knownServers } from "./known-servers.ts";

const installed = inject("servers");

test.each(knownServers)("$name, $setting, ends as the docs say", async ({ command, does }) => {
  expect(await atSigterm(command(installed))).toEqual(does);
});
