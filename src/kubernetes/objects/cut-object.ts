import { isJsonObject } from "#model/kubernetes/json.ts";

/**
 * Reading one object and filing it takes some 2 µs for each of its values on one core, so that these take about 100 ms, in which no review
 * is read. A Service of 5,000 ports and an Ingress of 4,000 paths have fewer; neither has a load balancer.
 */
const mostValues = 40_000;

/** Labels, annotations and selectors are gone through again for each object that they are held against. Nobody writes a tenth of that. */
export const mostOfMap = 2_000;

/** As many ports as the largest Service that is known of has; the lists of the Gateway API end at 64 entries. */
export const mostOfList = 5_000;

/** The length of a text of JSON from which on it may hold more: an entry takes a digit and a comma at least. */
export const shortestToCut = 2 * mostOfList;

/** What is kept of a map or a list of a larger object: enough to find the object by its labels, its selector and the Services that it names. */
const mostOfEach = 500;

type Fields = Readonly<Record<string, unknown>>;

/** Deeper than anything that is read. */
const mostLevels = 20;

/** Nothing in them is read, and the API server writes most of it. */
const notRead: ReadonlySet<string> = new Set(["status", "managedFields"]);

/** The object with as much as may be read of it at once; the object itself where that is all. */
export const cutObject = <T extends Fields>(object: T): T =>
  isTooLarge(object) ? (new Cutter().cutMap(object, 0) as T) : object;

/** Looks at no more values than an object may have, but for one that is a map: V8 collects the keys of all of it. */
function isTooLarge(root: object): boolean {
  const open: object[] = [root];
  let left = mostValues;
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    const size = Array.isArray(container) ? openItems(container, open) : openFields(container as Fields, open);
    left -= size;
    if (left < 0 || size === tooMany) return true;
  }
  return false;
}

const tooMany = Number.POSITIVE_INFINITY;

function openItems(list: readonly unknown[], open: object[]): number {
  if (list.length > mostOfList) return tooMany;
  for (const value of list) if (typeof value === "object" && value !== null) open.push(value);
  return list.length;
}

function openFields(map: Fields, open: object[]): number {
  let count = 0;
  for (const key in map) {
    if (notRead.has(key)) continue;
    count += 1;
    if (count > mostOfMap) return tooMany;
    const value = map[key];
    if (typeof value === "object" && value !== null) open.push(value);
  }
  return count;
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
