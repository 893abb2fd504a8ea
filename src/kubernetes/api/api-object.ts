import { statusOf } from "./api-error.ts";
import type { ApiClient, ApiResponse } from "./client.ts";

/** The object at a path; undefined where there is none (404). @throws ApiError */
export async function objectAt(client: ApiClient, path: string): Promise<unknown> {
  try {
    return await (await client.request(path)).json();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/**
 * Whether a write that is based on a resourceVersion came to pass; false where somebody else was faster: 409, or 404 for what was deleted.
 *
 * @throws ApiError for every other failure
 */
export async function succeeds(write: Promise<ApiResponse>): Promise<boolean> {
  try {
    // An answer that nobody reads keeps its connection.
    await (await write).json();
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409) return false;
    throw error;
  }
}
