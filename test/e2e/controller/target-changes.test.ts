import { expect, test } from "vitest";
import { draining, healthy } from "../alb/target-health.ts";
import { targetChanges } from "./target-changes.ts";

const at = (ip: string) => ({ ip, port: 80 });
const stays = { target: at("10.0.0.1"), health: healthy };
const drains = { target: at("10.0.0.2"), health: draining };

test.each([
  ["nothing where nothing changed", [at("10.0.0.1")], [stays], [], []],
  ["a new Pod is registered", [at("10.0.0.1"), at("10.0.0.3")], [stays], [], [at("10.0.0.3")]],
  ["a Pod that left is deregistered", [], [stays], [at("10.0.0.1")], []],
  ["one that drains already is not deregistered twice", [], [drains], [], []],
  ["a Pod that got the address of a draining target is registered", [at("10.0.0.2")], [drains], [], [at("10.0.0.2")]],
])("%s", (_, wanted, described, deregister, register) => {
  expect(targetChanges(wanted, described)).toEqual({ deregister, register });
});
