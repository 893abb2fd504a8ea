import { AwsFailure } from "./aws-failure.ts";
import type { OpenElbApi } from "./elb-api.ts";

/**
 * Loads the SDK, which is as large as the rest of the program: only where AWS is asked. The bundle keeps it in a file of its own.
 * @throws AwsFailure `sdk-missing` where it is not installed
 */
export async function loadElbApi(load: () => Promise<{ readonly openElbApi: OpenElbApi }> = importSdk): Promise<OpenElbApi> {
  try {
    return (await load()).openElbApi;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
      throw new AwsFailure("sdk-missing", "", "");
    throw error;
  }
}

const importSdk = (): Promise<{ readonly openElbApi: OpenElbApi }> => import("./sdk-api.ts");
