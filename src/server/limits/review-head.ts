/**
 * The review whose body was not read to its end, without its object. The API server writes uid, kind, name and operation before
 * `object` (the order of fields of AdmissionRequest, k8s.io/api v0.36 admission/v1), and a quotation mark inside of a string is escaped,
 * so that what is searched for is no part of one.
 *
 * @returns undefined where the head does not hold all of that
 */
export function reviewHead(head: string): unknown {
  const end = head.indexOf(',"object":');
  if (end === -1) return undefined;
  try {
    return JSON.parse(`${head.slice(0, end)}}}`) as unknown;
  } catch {
    return undefined;
  }
}
