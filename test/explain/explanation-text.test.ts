import { describe, expect, test } from "vitest";
import { explanationText } from "#explain/explanation-text.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation, sampleTargetGroup } from "./explanation-sample.ts";

const text = (changes: Partial<Explanation> = {}, width = 80): string =>
  explanationText({ ...sampleExplanation, ...changes }, { width, color: false });

test("an explanation as people read it", () => {
  expect(text()).toMatchInlineSnapshot(`
    "Deployment web/shop
    mode enforce: required values are set on Pods when they are created
    policy pod-outlives-target

                    NOW  REQUIRED
    preStop sleep  none      40 s
    grace period   30 s      50 s
    - shutdown time 5 s (setting shutdown)
    - propagation time 10 s (setting propagation.albIp.minimum)
    - The request timeout is not known and not evaluated; set it with annotation
      outlive.dev/request-timeout.
    - The keep-alive timeout is not known and not evaluated; set it with annotation
      outlive.dev/keep-alive.

    Target groups
    #  LB   ROUTE             SERVICE    TARGETS  DRAINS  IDLE  PROBLEMS
    1  ALB  Ingress web/shop  shop:http  ip         35 s  60 s

    1  binding k8s-web-shop-0123456789
       deregistration delay 35 s (Ingress web/shop
       alb.ingress.kubernetes.io/target-group-attributes)
       idle timeout 60 s (default)
       health check HTTP / on traffic-port expecting 200 every 15 s, timeout 5 s; 2
       passes make it healthy, 2 failures make it unhealthy (30 s)

    One Pod after its deletion

    now                   0           10         20          30         40      50 s
    Pod                   ██████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
                          ↑ SIGTERM 0 s                      ↑ SIGKILL 30 s
    new requests arrive   ┄┄┄┄┄┄┄┄┄┄┄┄ until 10 s
    ALB shop → shop:http  ━━━━━━━━━━━━━━━━━━━━━ drains until 35 s ━
    new requests fail     ╳╳╳╳╳╳╳╳╳╳╳╳ until 10 s
    requests in flight    │ may be cut at 0 s

    in enforce mode       0           10         20          30         40      50 s
    Pod                   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████░░░░░░
                                                           SIGTERM 40 s ↑
                                                                      SIGKILL 50 s ↑
    new requests arrive   ┄┄┄┄┄┄┄┄┄┄┄┄ until 10 s
    ALB shop → shop:http  ━━━━━━━━━━━━━━━━━━━━━ drains until 35 s ━
    requests in flight         longer than 25 s may be cut at 35 s │
    ▒ preStop sleep   █ shutting down   ░ rest of the grace period

    A roll-out
    A roll-out of 4 Pods takes about 25 s now, 65 s with these values, until the
    last old Pod is gone; 10 s is assumed for a new Pod to become available. --rate
    N says how many requests it loses.

    Readiness gates
    target-health.elbv2.k8s.aws/k8s-web-shop-0123456789
      injected when a Pod is created

    Remedy
    - set a 40 s preStop sleep in every container and terminationGracePeriodSeconds
      to 50

    No problems found.

    Given at creation
    These are true of the template, and not of its Pods, which get what they need
    when they are created.
    - Deployment web/shop has no preStop sleep; the deregistration delay is 35 s
      (Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes)
      [prestop-outlives-deregistration]"
  `);
});

describe("what is said", () => {
  const gate = "target-health.elbv2.k8s.aws/old";
  test.each<readonly [string, Partial<Explanation>, string]>([
    ["mode off is no answer to whether Pods are safe", { mode: "off" }, "this shows what enforce mode would do"],
    [
      "why a workload is skipped",
      { skipped: { reason: "skipped-by-annotation", detail: "drains itself" } },
      "kubectl annotate deployment/shop -n web outlive.dev/skip-",
    ],
    ["that Pods of jobs are left alone", { skipped: { reason: "not-long-running", detail: undefined } }, "run to completion"],
    [
      "that no Service selects the Pods",
      { skipped: { reason: "not-selected-by-a-service", detail: undefined } },
      "no Service selects",
    ],
    ["that no target group is known", { targetGroups: [] }, "no route leads to a Service"],
    ["which rules cannot be judged", {}, "set it with annotation\n  outlive.dev/request-timeout"],
    [
      "what is stated",
      { requestTimeout: { name: "requestTimeout", value: seconds(20), source: { from: "default" } } },
      "request timeout 20 s",
    ],
    [
      "why a gate can never become true",
      { gates: [{ gate, present: true, impossible: "no binding" }] },
      "can never become true: no binding",
    ],
    ["that there are no findings", { findings: [] }, "No problems found."],
    ["that nothing changes", { required: sampleExplanation.current }, "now, and in enforce mode"],
    [
      "the delay that is announced",
      { targetGroups: [{ ...sampleTargetGroup, nextDeregistrationDelay: { value: seconds(90), source: { from: "default" } } }] },
      "drains until 90 s",
    ],
    [
      "that nothing sends to a target group",
      { targetGroups: [{ ...sampleTargetGroup, usedByListener: false }] },
      "no listener uses it",
    ],
  ])("%s", (_name, changes, said) => {
    expect(text(changes)).toContain(said);
  });

  test("words do not run over a narrow terminal", () => {
    const wrapped = text({}, 60)
      .split("\n")
      .filter((line) => /^(?: {2,}|- )/.test(line) && !line.includes("alb.ingress") && !/[━╳▒░█↑]/.test(line));
    for (const line of wrapped) expect(line.length).toBeLessThanOrEqual(60);
  });

  test("an annotation cannot steer the terminal", () => {
    const detail = "\u001b]0;owned\u0007 \u202eback";
    const shown = text({ skipped: { reason: "skipped-by-annotation", detail } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
