import type { ElbApi, OpenElbApi } from "./api/elb-api.ts";

/** One client a region, opened when it is first needed. The SDK is loaded with the first. */
export class RegionApis {
  readonly #load: () => Promise<OpenElbApi>;
  readonly #endpoint: string | undefined;
  readonly #open = new Map<string, ElbApi>();

  constructor(load: () => Promise<OpenElbApi>, endpoint: string | undefined) {
    this.#load = load;
    this.#endpoint = endpoint;
  }

  /** @throws AwsFailure `sdk-missing` */
  async of(region: string): Promise<ElbApi> {
    const openElbApi = await this.#load();
    const known = this.#open.get(region) ?? openElbApi({ region, endpoint: this.#endpoint });
    this.#open.set(region, known);
    return known;
  }

  close(): void {
    for (const api of this.#open.values()) api.close();
    this.#open.clear();
  }
}
