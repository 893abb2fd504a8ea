import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "#cli/check/replace-file.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlive-replace-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("the new text takes the place of the old, with the old permissions and nothing beside it", async () => {
  const file = join(folder, "shop.yaml");
  await writeFile(file, "old");
  await chmod(file, 0o640);
  await replaceFile(file, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["shop.yaml"]);
});

test("the file is another one afterwards: whoever reads the old one reads it to its end", async () => {
  const file = join(folder, "shop.yaml");
  await writeFile(file, "old");
  const before = (await stat(file)).ino;
  await replaceFile(file, "new");
  expect((await stat(file)).ino).not.toBe(before);
});

test("a symbolic link stays one", async () => {
  const [file, link] = [join(folder, "shop.yaml"), join(folder, "link.yaml")];
  await writeFile(file, "old");
  await symlink("shop.yaml", link);
  await replaceFile(link, "new");
  expect(await readlink(link)).toBe("shop.yaml");
  expect(await readFile(file, "utf8")).toBe("new");
});

test("a folder that takes no new file leaves the old text, and what is in the way", async () => {
  const [file, inTheWay] = [join(folder, "shop.yaml"), join(folder, `.shop.yaml.${process.pid}.tmp`)];
  await writeFile(file, "old");
  await writeFile(inTheWay, "somebody else's");
  await expect(replaceFile(file, "new")).rejects.toThrow("EEXIST");
  expect(await readFile(file, "utf8")).toBe("old");
  expect(await readFile(inTheWay, "utf8")).toBe("somebody else's");
});

test("a rename that fails leaves nothing beside the old file", async () => {
  const inside = join(folder, "folder.yaml");
  await mkdir(join(inside, "full"), { recursive: true });
  // A file cannot be renamed over a folder.
  await expect(replaceFile(inside, "new")).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["folder.yaml"]);
});
