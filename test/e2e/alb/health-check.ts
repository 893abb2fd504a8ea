import { request } from "node:http";
import { connect } from "node:net";
import type { Target } from "./target.ts";
import type { CheckResult } from "./target-health.ts";

export interface HealthCheckSettings {
  readonly protocol: "HTTP" | "TCP";
  readonly path: string;
  /** Status codes and ranges of them: `200`, `200,202`, `200-399`. */
  readonly matcher: string;
  /** Undefined: the port that the target takes traffic on. */
  readonly port: number | undefined;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** One check of one target, on a connection of its own. */
export function checkTarget(target: Target, settings: HealthCheckSettings): Promise<CheckResult> {
  const at = { host: target.ip, port: settings.port ?? target.port };
  return settings.protocol === "TCP" ? checkConnection(at, settings.timeoutMs) : checkAnswer(at, settings);
}

interface Place {
  readonly host: string;
  readonly port: number;
}

function checkConnection(at: Place, timeoutMs: number): Promise<CheckResult> {
  return new Promise((resolve) => {
    const socket = connect(at);
    const end = (result: CheckResult): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ passed: false, why: "timeout" }), timeoutMs);
    socket.once("connect", () => end({ passed: true })).on("error", () => end({ passed: false, why: "connection" }));
  });
}

function checkAnswer(at: Place, { path, matcher, timeoutMs }: HealthCheckSettings): Promise<CheckResult> {
  return new Promise((resolve) => {
    const headers = { "user-agent": "ELB-HealthChecker/2.0", connection: "close" };
    const asked = request({ ...at, path, headers, agent: false });
    const end = (result: CheckResult): void => {
      clearTimeout(timer);
      asked.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ passed: false, why: "timeout" }), timeoutMs);
    asked
      .on("error", () => end({ passed: false, why: "connection" }))
      .on("response", (response) => {
        const status = response.statusCode ?? 0;
        end(matches(matcher, status) ? { passed: true } : { passed: false, why: "status", status });
      })
      .end();
  });
}

export function matches(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [from = "", to = from] = part.split("-");
    return status >= Number(from) && status <= Number(to);
  });
}
