import { AwsFailure } from "#aws/api/aws-failure.ts";
import type { OpenElbApi } from "#aws/api/elb-api.ts";
import { RegionApis } from "#aws/region-apis.ts";
import { targetHealthOf } from "#aws/target-health.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { Clock } from "#clock/clock.ts";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";
import type { EventRecorder } from "#probe/recording/event-recorder.ts";
import type { LineSink } from "#probe/recording/lines.ts";
import { TargetChanges } from "#probe/recording/target-changes.ts";
import { HealthRecorder } from "./health-recorder.ts";

export interface HealthRecording {
  readonly recorders: readonly EventRecorder[];
  readonly close: () => Promise<void>;
}

interface HealthTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly loadElbApi: () => Promise<OpenElbApi>;
}

/** Records the health of targets of these groups. @throws CommandError where the first look at one of them fails */
export async function healthRecording(
  arns: readonly string[],
  endpoint: string | undefined,
  tools: HealthTools,
  sink: LineSink,
): Promise<HealthRecording> {
  const apis = new RegionApis(tools.loadElbApi, endpoint);
  const recorders: HealthRecorder[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    apis.close();
  };
  try {
    for (const arn of arns) {
      const api = await apis.of(parseTargetGroupArn(arn)?.region ?? "");
      const recorder = new HealthRecorder(() => targetHealthOf(arn, api, tools), new TargetChanges(arn, sink), tools.clock);
      await recorder.start();
      recorders.push(recorder);
    }
    return { recorders, close };
  } catch (error) {
    await close();
    if (error instanceof AwsFailure) throw new CommandError(error.message, exitCodes.unreadable);
    throw error;
  }
}
