#!/usr/bin/env node
// Node before 22.19 can run neither TypeScript as it stands nor the Kubernetes client.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `outlive needs Node 22.19 or later and was started with ${process.version}: in a checkout, run "npm ci" and then "npx outlive".`,
  );
  process.exit(2);
}
// A quarter of a start is compiling. Where the folder for it cannot be written, Node does without.
const { enableCompileCache } = await import("node:module");
enableCompileCache();
const { main } = await import("../src/cli/main.ts");
await main(process.argv.slice(2));
