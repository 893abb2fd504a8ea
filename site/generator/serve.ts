/** Serves a folder on loopback, for reading and for tests. */
import { readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";

const contentTypes: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".json", "application/json"],
  [".txt", "text/plain; charset=utf-8"],
]);

/** `path` is the part of the address below which the folder appears, such as `/some/where`. Port 0 takes a free one. */
export function serveFolder(folder: string, port: number, path = ""): Promise<Server> {
  const server = createServer((request, response) => {
    const file = fileFor(folder, path, request.url ?? "/");
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.\n");
      return;
    }
    response.writeHead(200, { "content-type": contentTypes.get(extname(file)) ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function fileFor(folder: string, path: string, url: string): string | undefined {
  const { pathname } = new URL(url, "http://localhost");
  if (!pathname.startsWith(path)) return undefined;
  // A path that climbs is normalized to one below the folder.
  const file = join(folder, normalize(`/${decodeURIComponent(pathname.slice(path.length))}`));
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    const index = join(file, "index.html");
    return statSync(index, { throwIfNoEntry: false }) === undefined ? undefined : index;
  }
  return found === undefined ? undefined : file;
}
