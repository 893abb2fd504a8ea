import type { Plugin } from "rolldown";

/** By the name in the import. Each is used only where something occurs that here never does. */
const modules: Readonly<Record<string, string>> = {
  // Routes have no schemas: src/server/server.ts says so to Fastify.
  "@fastify/ajv-compiler": "",
  "@fastify/fast-json-stringify-compiler": "",
  // For tests that call a server without a socket.
  "light-my-request": "",
  // An experimental parser of undici, behind UNDICI_USE_MILO.
  "../milo/simd.js": "",
  "../milo/no-simd.js": "",
  // prom-client's, for exemplars and for sending metrics instead of serving them.
  "@opentelemetry/api": "export {};",
  "./lib/pushgateway": "export {};",
  // client-node makes these agents beside the dispatcher's options, which are what src/kubernetes/api/connection.ts takes.
  "socks-proxy-agent": "export class SocksProxyAgent {}",
  hpagent: "export class HttpProxyAgent {} export class HttpsProxyAgent {}",
  socks: "export class SocksClient {}",
};

const stub = "\0unused:";

/** Leaves out what dependencies do not need here: V8 keeps the text of a module, and reads what it compiled of it at each start. */
export const unused: Plugin = {
  name: "unused",
  resolveId: (source) => (Object.hasOwn(modules, source) ? `${stub}${source}` : undefined),
  load: (id) => (id.startsWith(stub) ? { code: codeOf(id.slice(stub.length)), moduleType: "js" } : undefined),
};

const codeOf = (name: string): string =>
  modules[name] || `throw new Error(${JSON.stringify(`${name} is not part of this bundle`)});`;
