/**
 * Whether an image is known to hold no shell and no `sleep`: an exec hook in it fails at once, and SIGTERM follows. Parts of the names
 * under which such images are published; an image of another name may lack them just as well.
 */
export function isMinimalImage(image: string): boolean {
  const name = image.slice(0, longestName).toLowerCase();
  return parts.some((part) => name.includes(part));
}

const longestName = 512;

const parts = ["distroless", "cgr.dev/chainguard/", "coredns/coredns", "/scratch", "-scratch"] as const;
