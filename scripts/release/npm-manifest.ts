/** The package.json that is published. The one in the repository is private and brings a whole Node for its own development. */
import { publication } from "./publication.ts";

interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/** Everything that is published; `npm pack` adds package.json itself. */
export const npmFiles = ["bin", "lib", "README.md", "CHANGELOG.md", "LICENSE", "THIRD-PARTY-NOTICES.md"] as const;

export function npmManifest({ name, version, description, license, engines }: SourceManifest): object {
  const { repository, documentation } = publication();
  return {
    name,
    version,
    description,
    keywords: ["kubernetes", "admission-webhook", "eks", "aws-load-balancer-controller", "graceful-shutdown", "prestop", "sarif"],
    license,
    // npm's provenance demands that it names the repository that the workflow runs in.
    ...(repository === undefined ? {} : { repository: { type: "git", url: `git+${repository}.git` } }),
    ...(documentation === undefined ? {} : { homepage: documentation }),
    type: "module",
    engines,
    bin: { outlive: "bin/outlive.js", "kubectl-outlive": "bin/outlive.js" },
    exports: { ".": { types: "./lib/index.d.ts", default: "./lib/index.js" }, "./package.json": "./package.json" },
    files: npmFiles,
    publishConfig: { access: "public", provenance: true },
  };
}
