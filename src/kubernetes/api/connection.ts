import { createHash } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import type { KubeConfig } from "@kubernetes/client-node";
import { Agent, type buildConnector, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import { ConfigurationError } from "./kubeconfig.ts";

type HttpsOptions = Parameters<KubeConfig["applyToHTTPSOptions"]>[0];
type DispatcherOptions = ReturnType<KubeConfig["createDispatcherOptions"]>;

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

/**
 * The connections to one API server, shared by all requests for as long as certificates and keys stay the same.
 * client-node 2.0.1 would make an undici Agent, so a TLS connection, for each request.
 * It reads the files and tokens again each time, so that a rotated certificate authority gets connections of its own.
 */
export class Connections {
  #key = "";
  #dispatcher: Dispatcher | undefined;

  async credentials(config: KubeConfig): Promise<Credentials> {
    const options: HttpsOptions = {};
    await config.applyToHTTPSOptions(options);
    const chosen = config.createDispatcherOptions(config.getCurrentCluster(), tlsOf(options));
    return { headers: headersOf(options), dispatcher: this.#shared(chosen) };
  }

  async close(): Promise<void> {
    const dispatcher = this.#dispatcher;
    this.#dispatcher = undefined;
    this.#key = "";
    await dispatcher?.destroy();
  }

  #shared(options: DispatcherOptions): Dispatcher {
    const key = createHash("sha256").update(JSON.stringify(options)).digest("hex");
    if (this.#dispatcher === undefined || this.#key !== key) {
      // Requests that are under way end on the connections that they began on.
      this.#dispatcher?.close().catch(() => undefined);
      this.#dispatcher = dispatcherOf(options);
      this.#key = key;
    }
    return this.#dispatcher;
  }
}

/** HTTP/1.1: one slow or broken connection then holds up one watch, not all of them. */
const allowH2 = false;

function dispatcherOf(options: DispatcherOptions): Dispatcher {
  switch (options.type) {
    case "none":
      return new Agent({ allowH2 });
    case "agent":
      return new Agent({ allowH2, connect: connectOf(options.connect) });
    case "proxy":
      return new ProxyAgent({ allowH2, uri: options.uri, requestTls: connectOf(options.requestTls) });
    case "socks":
      if (!/^socks5h?:/.test(options.uri))
        throw new ConfigurationError(`The kubeconfig's proxy ${options.uri} is not one of http, https and socks5.`);
      return new Socks5ProxyAgent(options.uri, { allowH2, requestTls: connectOf(options.requestTls) });
  }
}

/** The same without what is undefined, which undici's types do not take. */
const connectOf = (options: ConnectionOptions): buildConnector.BuildOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Only what makes one connection differ from another; absent values are left out, because TLS reads `undefined` as a value. */
function tlsOf(options: HttpsOptions): Parameters<KubeConfig["createDispatcherOptions"]>[1] {
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const named = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function headersOf({ headers, auth }: HttpsOptions): Readonly<Record<string, string>> {
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  const basic = typeof auth === "string" ? [["Authorization", `Basic ${Buffer.from(auth).toString("base64")}`] as const] : [];
  return Object.fromEntries([...basic, ...own]);
}
