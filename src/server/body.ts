import type { FastifyInstance, FastifyRequest } from "fastify";
import { BodyNotRead } from "#admission/ports.ts";
import { hasTooManyValues, mostValues } from "./limits/json-values.ts";
import { type BodyLimits, type BodyRejection, readBody } from "./limits/read-body.ts";
import { reviewHead } from "./limits/review-head.ts";

/** A body that is not JSON; the message says where it stops being so, as far as the engine tells. */
export class BodyNotJson extends Error {
  readonly statusCode = 400;
}

/** In place of a body that was not read to its end. */
export class RejectedBody {
  readonly error: BodyNotRead;
  /** The review without its object; undefined where what was read does not contain it. */
  readonly review: unknown;

  constructor(error: BodyNotRead, review: unknown) {
    this.error = error;
    this.review = review;
  }
}

/**
 * Reads `application/json` and nothing else, within the limits. Keys that would reach a prototype (`__proto__`, `constructor.prototype`)
 * are left out of what the handler sees: refusing them would let one odd annotation key take a whole object hostage.
 */
export function readJsonOnly(app: FastifyInstance, limits: BodyLimits): void {
  const parse = app.getDefaultJsonParser("remove", "remove");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request: FastifyRequest, payload, done) => {
    readBody(payload, declaredBytes(request), limits, (error, body) => {
      if (body === undefined) return done(Object.assign(error ?? new Error("no body"), { statusCode: 400 }));
      if (!body.ok) return done(null, rejected(body.rejection, body.head, limits));
      const { text } = body;
      if (hasTooManyValues(text)) return done(null, rejected("body-too-large", text, limits));
      const harmless = parsedIfHarmless(text);
      if (harmless !== undefined) return done(null, harmless);
      return parse(request, text, (broken, parsed) => (broken ? done(new BodyNotJson(whatIsWrong(text))) : done(null, parsed)));
    });
  });
}

const rejected = (rejection: BodyRejection, head: string, limits: BodyLimits): RejectedBody =>
  new RejectedBody(new BodyNotRead(rejection, messages(limits)[rejection]), reviewHead(head));

function declaredBytes({ headers }: FastifyRequest): number | undefined {
  const declared = Number(headers["content-length"]);
  return Number.isSafeInteger(declared) ? declared : undefined;
}

const messages = ({ limitBytes }: BodyLimits): Readonly<Record<BodyRejection, string>> => ({
  "body-too-large": `the body is larger than ${limitBytes / 1024 / 1024} MiB, which is server.bodyLimit, or has more than ${mostValues} values`,
  overloaded: "too many bodies arrive at once; what is held of them is limited by server.bodyBudget",
});

/**
 * The parser of Fastify looks for such keys with two regular expressions over the whole text. Text without the names, and without
 * an escape that could stand for one of their letters (U+005F to U+0075), holds none, which one pass of literals shows in two thirds
 * of the time; searching for each of them apart takes more than twice as long.
 * Undefined where only the parser can decide.
 */
function parsedIfHarmless(text: string): unknown {
  if (suspicious.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const suspicious = /__proto__|constructor"|\\u00[567]/;

/** Parses a second time, because the parser of Fastify keeps the reason to itself. */
function whatIsWrong(text: string): string {
  if (text.trim() === "") return "the request has no body; expected an AdmissionReview in JSON";
  try {
    JSON.parse(text);
    return "the body cannot be used as JSON";
  } catch (error) {
    return `the body is not JSON: ${withoutExcerpt(error instanceof Error ? error.message : String(error))}`;
  }
}

/** V8 quotes the text around some mistakes; objects may hold secrets, and this message ends in logs and events of the API server. */
const withoutExcerpt = (message: string): string => message.replace(/,? (\.\.\.)?".*/s, "");
