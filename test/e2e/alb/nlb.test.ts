import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Application, healthCheck, listener, quick } from "./fixture.ts";
import { ManualClock } from "./manual-clock.ts";
import { type FlowLogEntry, type FlowSettings, Nlb } from "./nlb.ts";
import { TargetGroup } from "./target-group.ts";

/** Answers every line with its own name. */
const named = (name: string): Promise<Application> => listener((socket) => void socket.on("data", () => socket.write(name)));

async function nlbWith(apps: readonly Application[], flows: Partial<FlowSettings> = {}, delayMs = 50, lagMs = 0) {
  let passes = true;
  const clock = new ManualClock();
  const check = { ...healthCheck, protocol: "TCP" as const, intervalMs: 20, unhealthyThreshold: 1 };
  const group = new TargetGroup(
    "k8s-web-shop-0123456789",
    { healthCheck: check, deregistrationDelayMs: delayMs, inUse: true },
    {
      clock,
      registrationMs: 0,
      check: async () => (passes ? { passed: true } : { passed: false, why: "timeout" }),
    },
  );
  const log: FlowLogEntry[] = [];
  const nlb = new Nlb({
    host: "127.0.0.1",
    group,
    timing: { ...quick, deregistrationLagMs: [lagMs] },
    flows: { endWithDelay: false, endWhenUnhealthy: true, ...flows },
    clock,
    addressOf: ({ ip, port }) => ({ host: ip, port }),
    log: (entry) => log.push(entry),
  });
  const [host = "", port = ""] = (await nlb.listen()).split(":");
  onTestFinished(async () => {
    nlb.close();
    group.close();
    for (const app of apps) await app.stop();
  });
  group.register(apps.map(({ target }) => target));
  await clock.pass(20);
  const flow = (): Socket => connect({ host, port: Number(port) }).on("error", () => {});
  const failChecks = (): void => {
    passes = false;
  };
  return { group, flow, log, failChecks, clock };
}

const closed = (socket: Socket): Promise<string> => new Promise((resolve) => socket.once("close", () => resolve("closed")));

const ask = (socket: Socket): Promise<string> => {
  socket.write("?");
  return Promise.race([new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data)))), closed(socket)]);
};

test("a flow goes on with a target whose delay has passed ('Deregistration delay' of the NLB user guide)", async () => {
  const app = await named("old");
  const { group, flow, clock } = await nlbWith([app]);
  const socket = flow();
  expect(await ask(socket)).toBe("old");
  group.deregister([app.target]);
  await clock.pass(100);
  expect(group.describe()).toEqual([]);
  expect(await ask(socket)).toBe("old");
});

test("with connection_termination.enabled the end of the delay resets the flow (the same)", async () => {
  const app = await named("old");
  const { group, flow, clock } = await nlbWith([app], { endWithDelay: true });
  const socket = flow();
  expect(await ask(socket)).toBe("old");
  group.deregister([app.target]);
  await clock.pass(49);
  expect(await ask(socket)).toBe("old");
  const end = closed(socket);
  await clock.pass(1);
  expect(await end).toBe("closed");
});

test("new flows reach a deregistered target for as long as the lag, whatever the delay is (#2366 and #3270)", async () => {
  const app = await named("old");
  const { group, flow, clock } = await nlbWith([app], {}, 0, 400);
  group.deregister([app.target]);
  await clock.pass(399);
  expect(group.describe()).toEqual([]);
  expect(await ask(flow())).toBe("old");
  await clock.pass(1);
  expect(await ask(flow())).toBe("closed");
});

test("a target that turns unhealthy has its flows reset by default (target_health_state.unhealthy.connection_termination.enabled)", async () => {
  const { flow, failChecks, clock } = await nlbWith([await named("old")]);
  const socket = flow();
  expect(await ask(socket)).toBe("old");
  const end = closed(socket);
  failChecks();
  await clock.pass(20);
  expect(await end).toBe("closed");
});

test("no target: the flow is reset and the log says so", async () => {
  const { flow, log } = await nlbWith([]);
  expect(await ask(flow())).toBe("closed");
  expect(log).toMatchObject([{ target: undefined, ending: "no-target" }]);
});
