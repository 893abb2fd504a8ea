/** A certificate and its private key (PKCS #8), both PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/** `label` as in `-----BEGIN CERTIFICATE-----`; lines of 64 characters and a newline at the end, as RFC 7468 wants them. */
export function toPem(label: "CERTIFICATE" | "PRIVATE KEY", der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** @throws Error when `pem` does not begin with a block of that label. */
export function fromPem(label: "CERTIFICATE" | "PRIVATE KEY", pem: string): Buffer {
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem)?.[1];
  if (block === undefined) throw new Error(`expected a PEM block "${label}"`);
  return Buffer.from(block, "base64");
}
