import { beforeAll, describe, expect, test } from "vitest";
import { rotate } from "#certificates/rotate.ts";
import { nextStep, type RotationStep } from "#certificates/rotation.ts";
import { printStored, readStored, type StoredCertificates, trustedBy } from "#certificates/stored-certificates.ts";

const daySeconds = 24 * 60 * 60;
const dayMs = daySeconds * 1000;
const startMs = Date.UTC(2026, 0, 1);
const lifetimes = { authoritySeconds: 360 * daySeconds, leafSeconds: 90 * daySeconds };
const names = { dns: ["outlive.outlive.svc"], ip: [] };

/** `carried`: whether every configuration has every authority. */
const at = (day: number, carried = false) => ({ nowMs: startMs + day * dayMs, isDistributed: () => carried, names });

const nothing: StoredCertificates = { authority: undefined, next: undefined, retired: [], leaf: undefined };
let fresh: StoredCertificates;
/** As of day 250: the next authority waits. */
let announced: StoredCertificates;
let promoted: StoredCertificates;

beforeAll(async () => {
  fresh = (await rotate(nothing, at(0), lifetimes)).stored;
  announced = (await rotate(fresh, at(250), lifetimes)).stored;
  promoted = (await rotate(announced, at(250, true), lifetimes)).stored;
});

const leafOf = ({ leaf }: StoredCertificates) => leaf?.certificate;

type Case = readonly [string, () => StoredCertificates, ReturnType<typeof at>, RotationStep | undefined];

describe("the next step", () => {
  test.each<Case>([
    ["where nothing is stored is an authority that signs at once", () => nothing, at(0), { step: "activate-authority" }],
    ["with all fresh is none", () => fresh, at(0), undefined],
    ["before two thirds of a leaf's life is none", () => fresh, at(59), undefined],
    ["after two thirds of a leaf's life is a leaf", () => fresh, at(61), { step: "issue-leaf", because: "age" }],
    ["after two thirds of an authority's life is another authority", () => fresh, at(241), { step: "stage-authority" }],
    ["with an announced authority that is not carried yet is none", () => announced, at(251), undefined],
    [
      "with an announced authority that is carried is its promotion",
      () => announced,
      at(251, true),
      { step: "activate-authority" },
    ],
    [
      "with an announced authority that is not carried when all else has expired is its promotion",
      () => announced,
      at(361),
      { step: "activate-authority" },
    ],
    ["after a promotion is none, while the former authority is valid", () => promoted, at(259), undefined],
    ["when everything has expired is a new beginning", () => fresh, at(1000), { step: "activate-authority" }],
    [
      "with another name is a leaf",
      () => fresh,
      { ...at(1), names: { dns: ["other.outlive.svc"], ip: [] } },
      { step: "issue-leaf", because: "names-changed" },
    ],
    ["without a leaf is a leaf", () => ({ ...fresh, leaf: undefined }), at(1), { step: "issue-leaf", because: "none-usable" }],
    [
      "with a leaf of an authority that signs no more is a leaf",
      () => ({ ...promoted, leaf: announced.leaf }),
      at(251),
      { step: "issue-leaf", because: "none-usable" },
    ],
    [
      "without the authority's key is another authority, announced, because the leaf still serves",
      () => ({ ...fresh, authority: undefined, retired: trustedBy(fresh) }),
      at(1),
      { step: "stage-authority" },
    ],
    ["on a clock that jumped back by a year is another authority", () => fresh, at(-365), { step: "stage-authority" }],
  ])("%s", (_sentence, stored, facts, step) => expect(nextStep(stored(), facts)).toEqual(step));
});

test("An authority that expired is forgotten after the certificates that are due", async () => {
  const { steps, stored } = await rotate(promoted, at(365), lifetimes);
  expect(steps.map(({ step }) => step)).toEqual(["issue-leaf", "prune-authorities"]);
  expect(stored.retired).toEqual([]);
});

test("A leaf ends with its authority at the latest, and is not signed over and over then", async () => {
  const { stored } = await rotate({ ...announced, leaf: undefined }, at(300), lifetimes);
  expect(leafOf(stored)?.notAfterMs).toBe(announced.authority?.certificate.notAfterMs);
  expect(nextStep(stored, at(355))).toBeUndefined();
});

test("A clock that was wrong for a while leaves nothing behind that does not converge", async () => {
  const ahead = (await rotate(fresh, at(5000), lifetimes)).stored;
  const back = (await rotate(ahead, at(10), lifetimes)).stored;
  const carried = (await rotate(back, at(10, true), lifetimes)).stored;
  expect(leafOf(carried)?.notBeforeMs).toBeLessThanOrEqual(startMs + 10 * dayMs);
  expect(carried.authority?.certificate.notBeforeMs).toBeLessThanOrEqual(startMs + 10 * dayMs);
  expect(nextStep(carried, at(10, true))).toBeUndefined();
});

describe("what is stored", () => {
  test.each<[string, () => StoredCertificates]>([
    ["fresh", () => fresh],
    ["with an announced authority", () => announced],
    ["with a retired authority", () => promoted],
    ["as nothing", () => nothing],
  ])("is read as it was written: %s", (_sentence, stored) => expect(readStored(printStored(stored()))).toEqual(stored()));

  test.each([["ca.crt"], ["ca.key"], ["tls.crt"], ["tls.key"], ["next-ca.crt"], ["next-ca.key"], ["ca-bundle.crt"]])(
    "is read without what is damaged: %s",
    (entry) => {
      for (const damage of ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]) {
        const read = readStored({ ...printStored(announced), [entry]: damage });
        expect(trustedBy(read).length).toBeGreaterThanOrEqual(entry === "ca-bundle.crt" ? 2 : 1);
      }
    },
  );

  test("takes no key for a certificate that it does not belong to", () => {
    const entries = printStored(announced);
    expect(readStored({ ...entries, "tls.key": entries["ca.key"] ?? "" }).leaf).toBeUndefined();
  });

  test("lists the authority that signs first", () => {
    const [first] = trustedBy(promoted);
    expect(first).toEqual(promoted.authority?.certificate);
    expect(trustedBy(promoted)).toHaveLength(2);
  });
});
