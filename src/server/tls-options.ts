import type { SecureContextOptions } from "node:tls";
import type { KeyPair } from "./key-pair.ts";

/** Forward secrecy and authenticated encryption only; TLS 1.3 brings its own list. Go's client offers all of the first four. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
].join(":");

/**
 * Complete for a new server and for `setSecureContext` alike, which falls back to Node's defaults for whatever is not repeated.
 *
 * @param clientAuthorities PEM; undefined where clients are not authenticated
 */
export const tlsOptions = (pair: KeyPair, clientAuthorities: string | undefined): SecureContextOptions => ({
  cert: pair.certificate,
  key: pair.key,
  minVersion: "TLSv1.2",
  ciphers,
  ...(clientAuthorities === undefined ? {} : { ca: clientAuthorities }),
});
