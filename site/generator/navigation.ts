/** The pages of the site in the order in which somebody reads them; a test compares it with the folder. */
export interface Section {
  readonly title: string;
  /** Paths below docs/, without `.md`. */
  readonly pages: readonly string[];
}

export const navigation: readonly Section[] = [
  { title: "Start", pages: ["choose-a-policy", "timing", "policies", "modes", "troubleshooting", "faq", "glossary"] },
  { title: "Commands", pages: ["check", "explain", "audit", "trace", "probe", "cli", "pipelines", "gitops", "library"] },
  {
    title: "Run it",
    pages: ["operations", "reports", "floor", "configuration", "annotations", "metrics", "security", "migrate", "compare"],
  },
  {
    title: "Recipes",
    pages: ["recipes/servers", "recipes/proxies", "recipes/meshes", "gateway-api", "argo-rollouts", "gates", "nodes"],
  },
  {
    title: "Reference",
    pages: [
      "compatibility",
      "kinds",
      "controller",
      "aws",
      "messages",
      "trace-rules",
      "proof",
      "proof-releases",
      "installation-tests",
      "soak",
      "testing",
      "ARCHITECTURE",
    ],
  },
];

/** Every page of these folders is listed by its name, folded. */
export const folded: readonly { readonly title: string; readonly folder: string }[] = [
  { title: "Rules", folder: "rules" },
  { title: "Decisions", folder: "decisions" },
];
