/** Hosts and paths that one rule of a listener requires: of the Ingress rule, and of a `conditions.<name>` annotation. */
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import {
  type JsonFields,
  listOf,
  readGoJson,
  structField,
  structOf,
  textField,
  textsField,
} from "#load-balancers/attributes/go-json.ts";
import { parseBool } from "#load-balancers/attributes/go-values.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";

/** AWS takes no more values in the conditions of one rule, hosts and paths together (ELB user guide, quotas of an ALB: condition values per rule). */
export const mostConditionValues = 5;

export interface RuleConditions {
  /** Empty: any host. */
  readonly hosts: readonly string[];
  /** Empty: any path. */
  readonly paths: readonly string[];
  /** Paths are regular expressions. */
  readonly pathsAreRegex: boolean;
  /** A condition on something else than host and path. */
  readonly others: boolean;
}

interface PathRule {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly backend: { readonly field: string };
}

interface Annotated {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly regexPaths: readonly string[];
  readonly others: boolean;
}

/** Reads what the paths of one Ingress share once, however many there are. */
export class ConditionReader {
  readonly #ingress: Ingress;
  readonly #problems: Problem[];
  readonly #annotated = new Map<string, Annotated>();
  #usesRegex: boolean | undefined;

  constructor(ingress: Ingress, problems: Problem[]) {
    this.#ingress = ingress;
    this.#problems = problems;
  }

  conditionsOf(rule: PathRule, backendName: string): RuleConditions {
    const annotated = this.#annotatedWith(backendName);
    const own = rule.path === "" ? { paths: [], regexPaths: [] } : this.#patternsOf(rule);
    const hosts = [...(rule.host === "" ? [] : [rule.host]), ...annotated.hosts];
    const regexPaths = [...own.regexPaths, ...annotated.regexPaths];
    const globPaths = [...own.paths, ...annotated.paths];
    const paths = regexPaths.length > 0 ? regexPaths : globPaths;
    const none = hosts.length === 0 && paths.length === 0 && !annotated.others;
    return { hosts, paths: none ? ["/*"] : paths, pathsAreRegex: regexPaths.length > 0, others: annotated.others };
  }

  #annotatedWith(backendName: string): Annotated {
    const known = this.#annotated.get(backendName);
    if (known !== undefined) return known;
    const read = annotatedConditions(this.#ingress, backendName, this.#problems);
    this.#annotated.set(backendName, read);
    return read;
  }

  #patternsOf(rule: PathRule): Patterns {
    const { pathType } = rule;
    if (pathType !== "" && pathType !== "ImplementationSpecific") return patternsOf(this.#ingress, rule, this.#problems);
    this.#usesRegex ??= usesRegex(this.#ingress, this.#problems);
    return this.#usesRegex ? { paths: [], regexPaths: [rule.path.slice(1)] } : { paths: [rule.path], regexPaths: [] };
  }
}

interface Patterns {
  readonly paths: readonly string[];
  readonly regexPaths: readonly string[];
}

function patternsOf(ingress: Ingress, { path, pathType, backend }: PathRule, problems: Problem[]): Patterns {
  const refuse = (reason: string): Patterns => {
    const { field } = backend;
    const at = field.endsWith("backend") ? `${field.slice(0, -"backend".length)}path` : field;
    problems.push(problem("path-invalid", refOf(ingress.meta), at, { path, reason }));
    return { paths: [path], regexPaths: [] };
  };
  const wild = /[*?]/.test(path);
  switch (pathType) {
    case "Exact":
      return wild ? refuse("exact path shouldn't contain wildcards") : { paths: [path], regexPaths: [] };
    case "Prefix": {
      if (path === "/") return { paths: ["/*"], regexPaths: [] };
      if (wild) return refuse("prefix path shouldn't contain wildcards");
      const stem = path.endsWith("/") ? path.slice(0, -1) : path;
      return { paths: [stem, `${stem}/*`], regexPaths: [] };
    }
    default:
      return refuse(`unknown pathType ${pathType}`);
  }
}

function usesRegex(ingress: Ingress, problems: Problem[]): boolean {
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], "use-regex-path-match");
  if (found === undefined) return false;
  const value = parseBool(found.value);
  if (value === undefined) problems.push(problem("boolean-unparsable", refOf(ingress.meta), found.key, { value: found.value }));
  return value ?? false;
}

const nothing: Annotated = { hosts: [], paths: [], regexPaths: [], others: false };

function annotatedConditions(ingress: Ingress, backendName: string, problems: Problem[]): Annotated {
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], `conditions.${backendName}`);
  if (found === undefined) return nothing;
  const reading = readGoJson(found.value, (value) => listOf(value, "conditions").map((item) => readCondition(structOf(item))));
  if (!reading.ok) {
    problems.push(problem("conditions-invalid", refOf(ingress.meta), found.key, { reason: reading.reason }));
    return nothing;
  }
  const flaw = reading.value.find(({ flaw: reason }) => reason !== undefined)?.flaw;
  if (flaw !== undefined) problems.push(problem("conditions-invalid", refOf(ingress.meta), found.key, { reason: flaw }));
  const { value } = reading;
  const all = {
    hosts: value.flatMap(({ hosts }) => hosts),
    paths: value.flatMap(({ paths }) => paths),
    regexPaths: value.flatMap(({ regexPaths }) => regexPaths),
  };
  const count = all.hosts.length + all.paths.length + all.regexPaths.length;
  if (count > mostConditionValues) {
    problems.push(problem("conditions-over-quota", refOf(ingress.meta), found.key, { count: String(count) }));
  }
  return {
    hosts: someOf(all.hosts),
    paths: someOf(all.paths),
    regexPaths: someOf(all.regexPaths),
    others: value.some(({ others }) => others),
  };
}

/** One more than AWS takes is as good as all of them: the rule is over the quota either way. */
const someOf = (values: readonly string[]): readonly string[] => values.slice(0, mostConditionValues + 1);

const configNames: Readonly<Record<string, string>> = {
  "host-header": "hostHeaderConfig",
  "path-pattern": "pathPatternConfig",
  "http-header": "httpHeaderConfig",
  "http-request-method": "httpRequestMethodConfig",
  "query-string": "queryStringConfig",
  "source-ip": "sourceIPConfig",
};

/** Hosts given as regular expressions leave `hosts` empty, as the controller's own comparison of rules does (v3.5.0). */
function readCondition(fields: JsonFields): Annotated & { readonly flaw: string | undefined } {
  const field = textField(fields, "field") ?? "";
  const name = Object.hasOwn(configNames, field) ? configNames[field] : undefined;
  if (name === undefined) return { ...nothing, flaw: `unknown condition field: ${field}` };
  const config = structField(fields, name);
  if (config === undefined) return { ...nothing, flaw: `missing ${name}` };
  if (field !== "host-header" && field !== "path-pattern") return { ...nothing, others: true, flaw: undefined };
  const values = textsField(config, "values");
  const regexValues = textsField(config, "regexValues");
  const flaw =
    values.length === 0 && regexValues.length === 0
      ? `invalid ${name}: values or regexValues must be specified`
      : values.length > 0 && regexValues.length > 0
        ? `invalid ${name}: precisely one of values and regexValues can be specified`
        : undefined;
  return field === "host-header"
    ? { ...nothing, hosts: values, flaw }
    : { ...nothing, paths: values, regexPaths: regexValues, flaw };
}
