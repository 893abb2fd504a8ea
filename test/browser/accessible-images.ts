import type { Page, SerializedAXNode } from "puppeteer-core";

/** Names of the images that a screen reader finds, in order. */
export async function accessibleImages(page: Page): Promise<readonly string[]> {
  const names = (node: SerializedAXNode): readonly string[] =>
    node.role === "image" || node.role === "img" ? [node.name ?? ""] : (node.children ?? []).flatMap(names);
  const root = await page.accessibility.snapshot();
  return root === null ? [] : names(root);
}
