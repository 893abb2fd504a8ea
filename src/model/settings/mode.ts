/** How a namespace wants to be treated, by its label `outlive.dev/mode`; what each does is in docs/modes.md. */
export const modes = ["enforce", "warn", "audit", "off"] as const;

export type Mode = (typeof modes)[number];

export const isMode = (text: string): text is Mode => (modes as readonly string[]).includes(text);
