import { build } from "rolldown";

/** Bundles what runs in the browser: each entry is one file that loads nothing else until it has to. */
export async function writeScripts(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  for (const [name, input] of Object.entries(entries)) {
    await build({
      input,
      platform: "browser",
      moduleTypes: { ".yaml": "text" },
      output: { file: `${folder}/${name}`, format: "esm", minify: true, codeSplitting: false },
    });
  }
}
