import { createRequire } from "node:module";
import type { Plugin } from "rolldown";

const virtual = "\0undici-parts";
const require = createRequire(import.meta.url);
const at = (part: string): string => JSON.stringify(require.resolve(`undici/lib/${part}.js`));

/** What Outlive and client-node's configuration use; a name that is missing here fails the build. */
const code = `
export { default as Agent } from ${at("dispatcher/agent")};
export { default as ProxyAgent } from ${at("dispatcher/proxy-agent")};
export { default as Socks5ProxyAgent } from ${at("dispatcher/socks5-proxy-agent")};
import Dispatcher from ${at("dispatcher/dispatcher")};
import api from ${at("api/index")};
Object.assign(Dispatcher.prototype, api);
// By parts of client-node that nothing here uses, and that no bundle holds.
export const fetch = undefined;
`;

/** undici without fetch, WebSocket, caches and mocks, which its index loads. */
export const undiciParts: Plugin = {
  name: "undici-parts",
  resolveId: (source) => (source === "undici" ? virtual : undefined),
  load: (id) => (id === virtual ? { code, moduleType: "js", moduleSideEffects: true } : undefined),
};
