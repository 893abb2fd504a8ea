import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { followServerVersion, type ServerVersion } from "#kubernetes/watch/server-version.ts";
import { FakeClock } from "./fake-clock.ts";

type Answer = string | Error;

/** Answers `/version` with what is next, and with the last of it from then on. */
function clientAnswering(...answers: readonly Answer[]): Pick<ApiClient, "request"> & { readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    request: async (path) => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (path !== "/version" || answer instanceof Error) throw answer;
      return { status: 200, json: async () => ({ gitVersion: answer }), chunks: (async function* () {})() };
    },
  };
}

let clock: FakeClock;
let version: ServerVersion | undefined;

beforeEach(() => {
  clock = new FakeClock();
});

afterEach(() => version?.stop());

function following(...answers: readonly Answer[]) {
  const { request, asked } = clientAnswering(...answers);
  const client = { server: "", request, close: async () => {} };
  version = followServerVersion({ client, clock, random: () => 0.5 });
  const { known } = version;
  const settled = async (): Promise<void> => {
    await clock.until(() => clock.sleeping === 1, 0);
  };
  return { known, answered: version.attempted, asked, settled };
}

const hourMs = 3_600_000;
const down = new Error("connection refused");

describe("The version of the API server", () => {
  test("is unknown until it has answered", async () => {
    const { known, answered, settled } = following("v1.30.2");
    expect([answered(), known()]).toEqual([false, undefined]);
    await settled();
    expect([answered(), known()]).toEqual([true, "v1.30.2"]);
  });

  test("is asked for again every hour, so that an upgrade of the control plane is noticed", async () => {
    const { known, asked, settled } = following("v1.28.9", "v1.30.2");
    await settled();
    clock.advance(hourMs - 1);
    expect([asked(), known()]).toEqual([1, "v1.28.9"]);
    clock.advance(1);
    await clock.until(() => known() === "v1.30.2", 0);
    expect(asked()).toBe(2);
  });

  test("is asked for again soon after a failure, with growing waits, without holding up the start", async () => {
    const { known, answered, settled } = following(down, down, down, "v1.29.0");
    await settled();
    expect([answered(), known()]).toEqual([true, undefined]);
    await clock.until(() => known() === "v1.29.0");
    expect(clock.sleeps.slice(0, 3)).toEqual([250, 500, 1000]);
  });

  test("stays the last one that is known while the server does not answer", async () => {
    const { known, asked, settled } = following("v1.28.9", down, down, "v1.30.2");
    await settled();
    clock.advance(hourMs);
    await clock.until(() => asked() === 3);
    expect(known()).toBe("v1.28.9");
    await clock.until(() => known() === "v1.30.2");
    await settled();
    expect(clock.sleeps).toEqual([hourMs, 250, 500, hourMs]);
  });

  test("is not asked for any more after the end", async () => {
    const { asked, settled } = following("v1.30.2");
    await settled();
    await version?.stop();
    clock.advance(2 * hourMs);
    expect([asked(), clock.sleeping]).toEqual([1, 0]);
  });
});
