/** Cases of Kubernetes' own tests that have no test of that id in this folder, each with the reason. docs/testing.md shows them. */
export const leftOut: Readonly<Record<string, string>> = {
  L12: "about how the kubelet ends a Pod; measured on a node, not at the API server",
  L13: "about how the kubelet ends a Pod; measured on a node, not at the API server",
  L14: "about how the kubelet ends a Pod; measured on a node, not at the API server",
  L15: "about how the kubelet ends a Pod; measured on a node, not at the API server",
  L16: "about the order in which the kubelet ends sidecars, which are never patched",
  L17: "about the order in which the kubelet ends sidecars, which are never patched",
  L18: "about probes that restart a container, which no admission review is made of",
  I11: "about owner references, which no patch of ours touches (X2 and the property of untouched fields)",
  I12: "about the API server's HTTP client; the server's own tests open many connections at once",
  I13: "a client certificate of the API server takes flags of its control plane, which EKS does not offer",
  I14: "about conversion between versions of one kind; of the kinds that we patch the API server serves one version each",
};

/** Of the reference: every black-box case of admission, by its id. */
export const allIds: readonly string[] = [
  ...numbered("L", 18),
  ...numbered("W", 10),
  ...numbered("I", 14),
  "D1",
  ...numbered("X", 20),
];

function numbered(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}
