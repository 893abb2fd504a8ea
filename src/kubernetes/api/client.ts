import type { KubeConfig } from "@kubernetes/client-node";
import type { Dispatcher } from "undici";
import type { ApiError } from "./api-error.ts";
import { Connections } from "./connection.ts";
import { type ConfigurationChoice, ConfigurationError, loadConfiguration } from "./kubeconfig.ts";
import { refusalOf } from "./refusal.ts";
import { unreachable } from "./unreachable.ts";

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly signal?: AbortSignal;
  readonly accept?: string;
  /** Already JSON or YAML, as `contentType` says; JSON by default. */
  readonly body?: string;
  readonly contentType?: string;
  /** The longest silence within the answer; 0 for a watch, whose silence is watched elsewhere. Default 60 s. */
  readonly silenceMs?: number;
}

export interface ApiResponse {
  readonly status: number;
  json(): Promise<unknown>;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Requests to an API server, by path. */
export interface ApiClient {
  /** `https://host:port`, for messages. */
  readonly server: string;
  /** Name of the kubeconfig's context; undefined in a Pod. */
  readonly context?: string | undefined;
  /** @throws ApiError unless the answer is a success (2xx); nothing is retried except once after 401, with credentials read again */
  request(path: string, options?: RequestOptions): Promise<ApiResponse>;
  /** Ends all connections; what is under way fails. */
  close(): Promise<void>;
}

export interface ClientChoice extends ConfigurationChoice {
  /** Sent with every request, as impersonation is. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** How long a request may take until its answer begins; 60 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** @throws ConfigurationError, whose message is one sentence on what is missing or wrong */
export function createClient(choice: ClientChoice = {}, environment: NodeJS.ProcessEnv = process.env): ApiClient {
  return new KubeClient(() => loadConfiguration(choice, environment), choice);
}

function withoutSlash(url: string): string {
  let end = url.length;
  while (url.charAt(end - 1) === "/") end--;
  return url.slice(0, end);
}

class KubeClient implements ApiClient {
  readonly server: string;
  readonly context: string | undefined;
  readonly #load: () => KubeConfig;
  readonly #choice: Pick<ClientChoice, "headers" | "timeoutMs">;
  readonly #connections = new Connections();
  #config: KubeConfig;

  constructor(load: () => KubeConfig, choice: Pick<ClientChoice, "headers" | "timeoutMs">) {
    this.#load = load;
    this.#choice = choice;
    this.#config = load();
    this.server = withoutSlash(this.#config.getCurrentCluster()?.server ?? "");
    this.context = this.#config.getCurrentContext() || undefined;
  }

  async request(path: string, options: RequestOptions = {}): Promise<ApiResponse> {
    const first = await this.#send(path, options);
    if (first.statusCode !== 401) return this.#accepted(first, path, options);
    // client-node keeps tokens of exec plugins until their stated end; a new configuration requires new ones.
    await first.body.dump();
    this.#config = this.#load();
    return this.#accepted(await this.#send(path, options), path, options);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #send(path: string, options: RequestOptions): Promise<Dispatcher.ResponseData> {
    const { method = "GET", accept = "application/json", contentType = "application/json", silenceMs = 60_000 } = options;
    const { headers, dispatcher } = await this.#credentials();
    const { origin, pathname } = new URL(this.server);
    const body = options.body === undefined ? {} : { body: options.body };
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const ownHeaders = options.body === undefined ? { accept } : { accept, "content-type": contentType };
    try {
      return await dispatcher.request({
        origin,
        // A server may stand behind a path, as Rancher's proxy does.
        path: pathname === "/" ? path : `${pathname}${path}`,
        method,
        headers: { ...headers, ...this.#givenHeaders(), ...ownHeaders, "user-agent": "outlive" },
        headersTimeout: this.#choice.timeoutMs ?? 60_000,
        bodyTimeout: silenceMs,
        ...body,
        ...signal,
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw unreachable(this.server, error);
    }
  }

  #givenHeaders(): Record<string, string | string[]> {
    return Object.fromEntries(
      Object.entries(this.#choice.headers ?? {}).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
    );
  }

  async #credentials(): ReturnType<Connections["credentials"]> {
    try {
      return await this.#connections.credentials(this.#config);
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      const user = this.#config.getCurrentUser();
      const text = error instanceof Error ? error.message.trim() : String(error);
      const command = user?.exec?.command;
      const what =
        command === undefined
          ? `The credentials of the kubeconfig's user "${user?.name}"`
          : `The kubeconfig's command "${command}"`;
      throw new ConfigurationError(`${what} failed: ${text}`, { cause: error });
    }
  }

  async #accepted(response: Dispatcher.ResponseData, path: string, { method = "GET" }: RequestOptions): Promise<ApiResponse> {
    const { statusCode: status, body, headers } = response;
    if (status >= 200 && status < 300) return { status, chunks: this.#chunks(body), json: () => this.#json(body) };
    throw await this.#refusal(response, { method, path, status, retryAfter: String(headers["retry-after"] ?? "") });
  }

  async #refusal(
    { body }: Dispatcher.ResponseData,
    failed: { readonly method: string; readonly path: string; readonly status: number; readonly retryAfter: string },
  ): Promise<ApiError> {
    const text = await body.text().catch(() => "");
    return refusalOf({ ...failed, server: this.server, body: text, retryAfter: failed.retryAfter || undefined });
  }

  async *#chunks(body: Dispatcher.ResponseData["body"]): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* body as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw unreachable(this.server, error);
    }
  }

  async #json(body: Dispatcher.ResponseData["body"]): Promise<unknown> {
    try {
      return await body.json();
    } catch (error) {
      throw unreachable(this.server, error);
    }
  }
}
