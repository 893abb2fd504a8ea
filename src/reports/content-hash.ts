import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Sixteen hexadecimal digits of SHA-256 over a value as JSON: enough to tell contents apart, and short in a listing. */
export const contentHash = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(value)))).slice(0, 16);
