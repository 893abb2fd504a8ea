import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { type ObjectKey, pathOf } from "#kubernetes/objects/object-key.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type KindRegistry, kindFinder } from "#kubernetes/view/kind-registry.ts";
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { readKeyed } from "#kubernetes/watch/list-all.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { CappedProblems } from "./read/capped-problems.ts";
import type { ManifestDocument, ManifestProblem } from "./read/manifest-document.ts";
import type { ParsedManifest } from "./read/manifest-documents.ts";

export interface ManifestObject {
  readonly kind: Kind;
  readonly key: ObjectKey;
  /** Its `raw` says the namespace, where the file left that to be the default one. */
  readonly document: ManifestDocument;
}

export interface Manifests {
  readonly view: ClusterView;
  /** In the order in which they were read, each once. */
  readonly objects: readonly ManifestObject[];
  /** How many objects were of kinds that nothing is read from. */
  readonly others: number;
  readonly problems: readonly ManifestProblem[];
}

/** The API server takes no longer names (Kubernetes 1.36); messages and reports hold several copies of each. */
const longestName = 253;

/** Objects put together into one view. Of two with the same name the later one counts. */
export class ManifestCollection {
  readonly problems: ManifestProblem[] = [];
  readonly #kinds: KindRegistry;
  readonly #kindOf: ReturnType<typeof kindFinder>;
  readonly #store: ObjectStore;
  readonly #objects = new Map<string, ManifestObject>();
  readonly #namespace: string;
  readonly #notices = new Map<string, CappedProblems>();
  #others = 0;

  constructor(kinds: KindRegistry, namespace: string) {
    this.#kinds = kinds;
    this.#kindOf = kindFinder(kinds);
    this.#store = new ObjectStore(kinds);
    this.#namespace = namespace;
  }

  isKnown(apiVersion: string, kind: string): boolean {
    return this.#kindOf(apiVersion, kind) !== undefined;
  }

  add({ documents, problems }: ParsedManifest): void {
    for (const problem of problems) this.problems.push(problem);
    for (const document of documents) {
      const kind = this.#kindOf(asText(document.raw["apiVersion"]) ?? "", asText(document.raw["kind"]) ?? "");
      if (kind === undefined) this.#others += 1;
      else this.#put(kind, placed(document, this.#kinds[kind].namespaced ? this.#namespace : undefined));
    }
  }

  manifests(): Manifests {
    const notices = [...this.#notices.values()].flatMap((ofFile) => ofFile.list());
    return {
      view: this.#store,
      objects: [...this.#objects.values()],
      others: this.#others,
      problems: [...this.problems, ...notices],
    };
  }

  #put(kind: Kind, document: ManifestDocument): void {
    const keyed = readKeyed<ObjectsByKind[Kind]>(document.raw, this.#kinds[kind].read);
    if (keyed === undefined) {
      this.#notice("not-an-object", document, `this ${document.raw["kind"]} has no name and was ignored`);
      return;
    }
    if (Math.max(keyed.key.name.length, keyed.key.namespace.length) > longestName) {
      this.#notice(
        "not-an-object",
        document,
        `this ${document.raw["kind"]} has a name of more than ${longestName} characters and was ignored`,
      );
      return;
    }
    const id = `${kind}/${pathOf(keyed.key)}`;
    const earlier = this.#objects.get(id)?.document;
    if (earlier !== undefined) {
      const where = `${earlier.file}:${earlier.line}`;
      this.#notice("duplicate-object", document, `${kind} ${pathOf(keyed.key)} is also defined in ${where}; this one is used`);
    }
    this.#store.put(kind, keyed);
    this.#objects.delete(id);
    this.#objects.set(id, { kind, key: keyed.key, document });
  }

  #notice(id: ManifestProblem["id"], { file, line }: ManifestDocument, message: string): void {
    const ofFile = this.#notices.get(file) ?? new CappedProblems(file);
    this.#notices.set(file, ofFile);
    ofFile.add({ severity: "notice", id, file, line, message });
  }
}

/** With the namespace, and the name as far as it is known, that the object will have in the cluster. */
function placed(document: ManifestDocument, namespace: string | undefined): ManifestDocument {
  const given = document.raw["metadata"];
  const { namespace: own, name, ...metadata } = isJsonObject(given) ? given : {};
  const known = asText(name) || asText(at(document.raw, "metadata", "generateName"));
  const place = namespace === undefined ? {} : { namespace: asText(own) || namespace };
  return { ...document, raw: { ...document.raw, metadata: { ...metadata, name: known, ...place } } };
}
