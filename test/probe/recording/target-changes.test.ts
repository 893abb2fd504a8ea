import { expect, test } from "vitest";
import { HealthRecorder } from "#cli/probe/health-recorder.ts";
import { type SeenTarget, TargetChanges } from "#probe/recording/target-changes.ts";
import { buildLives } from "#trace/events/build-lives.ts";
import { type RecordingLine, recordingLineSchema } from "#trace/events/recording.ts";
import { recordingFacts } from "#trace/events/recording-facts.ts";
import { RunClock } from "../../support/run-clock.ts";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/k8s-web-shop-1/73e2d6bc24d8a067";

const seen = (target: string, state: string, reason?: string): SeenTarget => ({ target, port: 8080, state, reason });

function recorded() {
  const lines: RecordingLine[] = [];
  const changes = new TargetChanges(arn, (line) => lines.push(recordingLineSchema.parse(JSON.parse(JSON.stringify(line)))));
  const states = () => lines.map((line) => line.kind === "target" && `${line.address} ${line.state}`);
  return { lines, changes, states };
}

test("a target is written when its state changes, and once it is not listed any more", () => {
  const { changes, states, lines } = recorded();
  changes.take([seen("10.0.0.1", "healthy"), seen("10.0.0.2", "initial", "Elb.RegistrationInProgress")], 1000);
  changes.take([seen("10.0.0.1", "healthy"), seen("10.0.0.2", "initial", "Elb.RegistrationInProgress")], 3000);
  changes.take([seen("10.0.0.1", "draining", "Target.DeregistrationInProgress"), seen("10.0.0.2", "healthy")], 5000);
  changes.take([seen("10.0.0.2", "healthy")], 7000);
  changes.take([seen("10.0.0.1", "initial"), seen("10.0.0.2", "healthy")], 9000);
  expect(states()).toEqual([
    "10.0.0.1 healthy",
    "10.0.0.2 initial",
    "10.0.0.1 draining",
    "10.0.0.2 healthy",
    "10.0.0.1 gone",
    "10.0.0.1 initial",
  ]);
  const facts = lines.flatMap((line) => {
    const read = recordingFacts(line);
    return "problem" in read ? [] : read;
  });
  expect(buildLives(facts).get("10.0.0.1")?.[0]?.deregistrations).toMatchObject([
    { group: "k8s-web-shop-1", port: 8080, moment: { atMs: 3000, spreadMs: 2000, source: "target-health" } },
  ]);
});

test("looks that fail are counted, and the next one that does not is taken", async () => {
  const { changes, states } = recorded();
  const clock = new RunClock();
  const looks: (readonly SeenTarget[] | Error)[] = [
    [seen("10.0.0.1", "healthy")],
    new Error("throttled"),
    new Error("throttled"),
    [seen("10.0.0.1", "draining")],
  ];
  const recorder = new HealthRecorder(
    async () => {
      const next = looks.shift() ?? [seen("10.0.0.1", "draining")];
      if (next instanceof Error) throw next;
      return next;
    },
    changes,
    clock,
  );
  await recorder.start();
  await clock.until(() => states().includes("10.0.0.1 draining"), 100);
  await recorder.stop();
  const written = states().length;
  await clock.until(() => clock.sleeping === 0, 100);
  expect(states()).toEqual(["10.0.0.1 healthy", "10.0.0.1 draining"]);
  expect([states().length, recorder.interruptions.count]).toEqual([written, 1]);
  expect(recorder.interruptions.longestMs).toBeGreaterThanOrEqual(2000);
});

test("a first look that fails is an error before anything begins", async () => {
  const { changes } = recorded();
  const recorder = new HealthRecorder(async () => Promise.reject(new Error("no permission")), changes, new RunClock());
  await expect(recorder.start()).rejects.toThrow("no permission");
});
