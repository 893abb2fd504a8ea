/** JSON patch that starts a release: nothing but an annotation of the Pod template changes. */
export const newTemplate = JSON.stringify([
  { op: "add", path: "/spec/template/metadata/annotations", value: { release: "second" } },
]);
