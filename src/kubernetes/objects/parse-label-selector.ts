import type { LabelRequirement, LabelSelector } from "#model/kubernetes/label-selector.ts";

export type LabelSelectorText =
  | { readonly ok: true; readonly selector: LabelSelector }
  | { readonly ok: false; readonly message: string };

/** A selector as kubectl takes it after `-l`: `app=shop,tier!=db,env in (prod,test),!legacy,team`. */
export function parseLabelSelector(text: string): LabelSelectorText {
  const terms = termsOf(text);
  const requirements = terms.map(requirementOf);
  const wrong = requirements.indexOf(undefined);
  if (wrong >= 0)
    return { ok: false, message: `"${terms[wrong]}" is not a label requirement, such as app=shop or env in (prod,test)` };
  const matchExpressions = requirements.filter((requirement) => requirement !== undefined);
  return { ok: true, selector: { matchLabels: {}, matchExpressions } };
}

/** Commas within parentheses separate values. */
function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  let term = "";
  let within = false;
  for (const character of text) {
    if (character === "(" || character === ")") within = character === "(";
    if (character === "," && !within) {
      terms.push(term.trim());
      term = "";
    } else term += character;
  }
  return [...terms, term.trim()];
}

const set = /^([\w./-]+) +(in|notin) *\(([^()]*)\)$/;
const equality = /^([\w./-]+) *(==?|!=) *([\w.-]*)$/;
const existence = /^(!?) *([\w./-]+)$/;

function requirementOf(term: string): LabelRequirement | undefined {
  const [, setKey, operator, values] = set.exec(term) ?? [];
  if (setKey !== undefined) {
    const listed = (values ?? "").split(",").map((value) => value.trim());
    return { key: setKey, operator: operator === "in" ? "In" : "NotIn", values: listed };
  }
  const [, equalKey, sign, value = ""] = equality.exec(term) ?? [];
  if (equalKey !== undefined) return { key: equalKey, operator: sign === "!=" ? "NotIn" : "In", values: [value] };
  const [, not, name] = existence.exec(term) ?? [];
  return name === undefined ? undefined : { key: name, operator: not === "!" ? "DoesNotExist" : "Exists", values: [] };
}
