import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";

const prefix = "\0builtin:";

/**
 * A bundle takes from Node's modules only what it uses. An `import` makes Node read every export, with all that is loaded or computed
 * when it is read: of `node:http` a second undici for WebSocket, of `node:tls` the text of all root certificates.
 * What a bundle begins with imports `node:module`, and has to run as far as the sentence about its version on a Node without `getBuiltinModule`.
 */
export const builtins: Plugin = {
  name: "builtins",
  resolveId: (source, _importer, { kind }) =>
    kind === "import-statement" && isBuiltin(source) && source !== "node:module"
      ? `${prefix}${source.replace(/^node:/, "")}`
      : undefined,
  load: (id) =>
    id.startsWith(prefix)
      ? { code: exportsOf(`node:${id.slice(prefix.length)}`), moduleType: "js", moduleSideEffects: false }
      : undefined,
};

function exportsOf(name: string): string {
  const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) => key !== "default");
  return [
    `const all = process.getBuiltinModule(${JSON.stringify(name)});`,
    "const read = (name) => all[name];",
    "export default all;",
    ...names.map((key, index) => `const x${index} = /*#__PURE__*/ read(${JSON.stringify(key)}); export { x${index} as ${key} };`),
  ].join("\n");
}
