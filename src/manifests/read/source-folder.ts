/** Folders whose files are not what is applied: something has to render them first. */
import type { ManifestProblem } from "./manifest-document.ts";

export type FolderTool = "helm" | "kustomize";

/** Gives the manifests that a tool makes of a folder. @throws Error that says in one line what went wrong */
export type RenderFolder = (folder: string, tool: FolderTool) => Promise<string>;

const kustomizations: ReadonlySet<string> = new Set(["kustomization.yaml", "kustomization.yml", "Kustomization"]);

export function toolOf(names: readonly string[]): FolderTool | undefined {
  if (names.includes("Chart.yaml")) return "helm";
  return names.some((name) => kustomizations.has(name)) ? "kustomize" : undefined;
}

/** Whoever names a chart wants it checked, so that skipping it is an error; one that was found on the way is a notice. */
export const skippedChart = (folder: string, named: boolean): ManifestProblem => ({
  severity: named ? "error" : "notice",
  id: "helm-source",
  file: folder,
  line: undefined,
  message: `${folder} is a Helm chart and was skipped; --helm renders it`,
});

export const readAsFiles = (folder: string): ManifestProblem => ({
  severity: "notice",
  id: "kustomization",
  file: folder,
  line: undefined,
  message: `${folder} is a kustomization and was read file by file; --kustomize builds it`,
});
