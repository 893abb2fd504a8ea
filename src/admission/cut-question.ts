import { cutObject } from "#kubernetes/objects/cut-object.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { WorkBudgetExceeded } from "#kubernetes/view/work-budget.ts";
import type { Question } from "#model/admission/admission-request.ts";

/** The question with objects of a size that is read; the question itself where they are. What was cut tells what it is about, and is not decided. */
export function cutQuestion(question: Question): Question {
  const object = question.object && cutObject(question.object);
  const oldObject = question.oldObject && cutObject(question.oldObject);
  return object === question.object && oldObject === question.oldObject ? question : { ...question, object, oldObject };
}

/** Of an object that would be held as a stub once it is in the cluster. */
export const objectTooCostly = ({ kind, namespace, object }: Question): WorkBudgetExceeded =>
  new WorkBudgetExceeded(
    {
      apiVersion: kind.group === "" ? kind.version : `${kind.group}/${kind.version}`,
      kind: kind.kind,
      ...(namespace === "" ? {} : { namespace }),
      name: asText(at(object, "metadata", "name")) ?? asText(at(object, "metadata", "generateName")) ?? "",
    },
    "object-too-costly",
  );
