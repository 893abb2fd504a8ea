import { describe, expect, test } from "vitest";
import {
  flagField,
  type GoReading,
  integerField,
  type JsonFields,
  listField,
  portField,
  readGoJson,
  structField,
  structOf,
  textField,
  textsField,
} from "#load-balancers/attributes/go-json.ts";

type Read = (fields: JsonFields, name: string) => unknown;

const read = (text: string, field: Read): unknown => {
  const reading: GoReading<unknown> = readGoJson(text, (value) => field(structOf(value), "aField"));
  return reading.ok ? reading.value : reading.reason;
};
const inner: Read = (fields, name) => structField(fields, name)?.get("b");

describe("a field of a struct", () => {
  test.each<readonly [string, Read, string, unknown]>([
    ["text", textField, '{"aField":"x"}', "x"],
    ["text in other letters", textField, '{"AFIELD":"x"}', "x"],
    ["the last of two in other letters", textField, '{"afield":"x","aField":"y"}', "y"],
    ["text that is absent", textField, "{}", undefined],
    ["text that is null", textField, '{"aField":null}', undefined],
    ["null after text, which sets nothing", textField, '{"aField":"x","AFIELD":null}', "x"],
    ["text that is a number", textField, '{"aField":1}', "aField must be a string"],
    ["a field of nothing", textField, "null", undefined],
    ["a field of a list", textField, "[]", "expected an object"],
    ["a field of text", textField, '"x"', "expected an object"],
    ["a field of what is no JSON", textField, "{", "not JSON"],

    ["an integer", integerField, '{"aField":-7}', -7],
    ["an integer that is absent", integerField, "{}", undefined],
    ["the largest integer", integerField, '{"aField":2147483647}', 2147483647],
    ["an integer beyond it", integerField, '{"aField":2147483648}', "aField must be an integer"],
    ["a fraction", integerField, '{"aField":1.5}', "aField must be an integer"],
    ["an integer that is text", integerField, '{"aField":"1"}', "aField must be an integer"],

    ["a flag", flagField, '{"AField":true}', true],
    ["a flag that is off", flagField, '{"aField":false}', false],
    ["a flag that is absent", flagField, "{}", undefined],
    ["a flag that is text", flagField, '{"aField":"true"}', "aField must be true or false"],

    ["a port by number", portField, '{"aField":80}', 80],
    ["a port by name", portField, '{"AFIELD":"http"}', "http"],
    ["a port that is neither", portField, '{"aField":true}', "aField must be an integer"],

    ["a struct", inner, '{"aField":{"B":1}}', 1],
    ["a struct that is absent", inner, "{}", undefined],
    ["a struct that is text", inner, '{"aField":"x"}', "expected an object"],

    ["a list", listField, '{"aFIELD":[1,"x"]}', [1, "x"]],
    ["a list that is absent", listField, "{}", []],
    ["a list that is null", listField, '{"aField":null}', []],
    ["a list that is a struct", listField, '{"aField":{}}', "aField must be a list"],

    ["texts", textsField, '{"aField":["x","y"]}', ["x", "y"]],
    ["texts of which one is null, which Go leaves empty", textsField, '{"aField":["x",null]}', ["x", ""]],
    ["texts of which one is a number", textsField, '{"aField":["x",1]}', "aField must hold strings"],
  ])("%s", (_sentence, field, text, value) => {
    expect(read(text, field)).toEqual(value);
  });

  test("an absent struct is not an empty one", () => {
    expect(structField(structOf({}), "a")).toBeUndefined();
    expect(structField(structOf({ a: {} }), "A")).toEqual(new Map());
  });
});
