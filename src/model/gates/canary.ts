/** A Canary of Flagger, as far as a gate needs it: what it releases. */
export interface Canary {
  readonly meta: { readonly namespace: string; readonly name: string };
  readonly target: { readonly kind: string; readonly name: string };
}
