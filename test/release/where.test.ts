import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { releaseTo } from "../../scripts/release/where.ts";

const tag = `v${packageJson.version}`;
const places = {
  repository: "https://git.example/team/outlive",
  documentation: "https://git.example/team/outlive/docs",
  image: "images.example:5000/team/outlive",
  charts: "oci://images.example:5000/team/charts",
  downloads: "https://git.example/team/outlive/releases/download",
};

test("a release goes where publication.json says", () => {
  expect(releaseTo(tag, places)).toEqual({
    version: packageJson.version,
    image: places.image,
    charts: places.charts,
    registry: "images.example:5000",
  });
});

test("a tag that is not the package's version releases nothing", () => {
  expect(() => releaseTo("v99.0.0", places)).toThrow(/the tag is v99\.0\.0/);
});

test("without a place to publish to nothing is released", () => {
  expect(() => releaseTo(tag, { ...places, image: undefined, downloads: undefined })).toThrow(
    "publication.json names no image, no downloads",
  );
});
