import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export type FoundChromium =
  | { readonly found: true; readonly path: string }
  /** One sentence, that says what to do. */
  | { readonly found: false; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

const names = ["chromium", "chromium-browser", "google-chrome"] as const;

/** What `CHROMIUM` names, else the browser that Debian, Ubuntu or Google installs, in /usr/bin or on the PATH. */
export function findChromium(environment: Environment, exists: (path: string) => boolean = existsSync): FoundChromium {
  const { CHROMIUM: named, PATH: path = "" } = environment;
  if (named !== undefined && named !== "") {
    return exists(named)
      ? { found: true, path: named }
      : { found: false, message: `CHROMIUM names ${named}, which is not there: install it, or name another one.` };
  }
  const folders = ["/usr/bin", ...path.split(delimiter).filter((folder) => folder !== "")];
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const first = candidates.find(exists);
  if (first !== undefined) return { found: true, path: first };
  return {
    found: false,
    message: "no Chromium was found: install it (Debian: apt-get install chromium), or name one with CHROMIUM.",
  };
}
