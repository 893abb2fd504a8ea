import type { Plugin } from "rolldown";

const virtual = "\0undici-parts";

/** What Outlive and client-node's configuration use; a name that is missing here fails the build. */
const code = `
export { default as Agent } from "undici/lib/dispatcher/agent.js";
export { default as ProxyAgent } from "undici/lib/dispatcher/proxy-agent.js";
export { default as Socks5ProxyAgent } from "undici/lib/dispatcher/socks5-proxy-agent.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
import api from "undici/lib/api/index.js";
Object.assign(Dispatcher.prototype, api);
// By parts of client-node that nothing here uses, and that no bundle holds.
export const fetch = undefined;
`;

/** undici without fetch, WebSocket, caches and mocks, which its index loads: a fifth of the webhook's code. */
export const undiciParts: Plugin = {
  name: "undici-parts",
  resolveId: (source) => (source === "undici" ? virtual : undefined),
  load: (id) => (id === virtual ? { code, moduleType: "js", moduleSideEffects: true } : undefined),
};
