import { isJsonObject } from "#model/kubernetes/json.ts";

/**
 * Reading one object and filing it takes some 2 µs for each of its values on one core, so that these take about 100 ms, in which no review
 * is read. A Service of 5,000 ports and an Ingress of 4,000 paths have fewer; neither has a load balancer.
 */
const mostValues = 40_000;

/** The length of a text of JSON from which on it may hold more: a value takes a digit and a comma at least. */
export const shortestToCut = 2 * mostValues;

/** What is kept of a map or a list of a larger object: enough to find the object by its labels, its selector and the Services that it names. */
const mostOfEach = 500;

type Fields = Readonly<Record<string, unknown>>;

/** Deeper than anything that is read. */
const mostLevels = 20;

/** Nothing in them is read, and the API server writes most of it. */
const notRead: ReadonlySet<string> = new Set(["status", "managedFields"]);

/** The object with as much as may be read of it at once; the object itself where that is all. */
export const cutObject = (object: Fields): Fields =>
  hasMoreValues(object, mostValues) ? new Cutter().cutMap(object, 0) : object;

/** Looks at no more than `most` values, but for one that is a map: V8 collects the keys of all of it. */
function hasMoreValues(root: object, most: number): boolean {
  const open: object[] = [root];
  let count = 0;
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const key in container) {
      if (notRead.has(key)) continue;
      count += 1;
      if (count > most) return true;
      const value: unknown = (container as Fields)[key];
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
  return false;
}

class Cutter {
  #left = mostValues / 2;

  cutMap(map: Fields, level: number): Fields {
    const kept: [string, unknown][] = [];
    for (const key in map) {
      if (notRead.has(key)) continue;
      if (kept.length === mostOfEach) break;
      kept.push([key, this.#cut(map[key], level + 1)]);
    }
    return Object.fromEntries(kept);
  }

  #cut(value: unknown, level: number): unknown {
    this.#left -= 1;
    if (typeof value !== "object" || value === null) return value;
    if (level >= mostLevels || this.#left < 0) return undefined;
    if (Array.isArray(value)) return value.slice(0, mostOfEach).map((each: unknown) => this.#cut(each, level + 1));
    return isJsonObject(value) ? this.cutMap(value, level) : undefined;
  }
}
