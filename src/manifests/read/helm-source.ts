import type { ManifestProblem } from "./manifest-document.ts";

/** What only a Helm template says; other templates (Argo Workflows, Alertmanager) use braces too, but none of these names. */
const helmWords = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|template|tpl)\s)/;

export const hasHelmWords = (text: string): boolean => helmWords.test(text);

/** For a text that is no YAML: with braces in it, that is hardly ever an accident. */
export const hasTemplateBraces = (text: string): boolean => text.includes("{{");

export const helmSource = (file: string, line: number): ManifestProblem => ({
  severity: "error",
  id: "helm-source",
  file,
  line,
  message: "this is unrendered Helm source: run `helm template` on its chart and check the output",
});
