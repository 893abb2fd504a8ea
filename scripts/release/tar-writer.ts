/** Compressed tar archives whose bytes follow from names and contents alone: no owner, no umask, one time for all. */
import { gzipSync } from "node:zlib";

export interface TarEntry {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

const BLOCK = 512;

/** @param seconds modification time of every entry, since 1970. @throws Error for a path that the ustar format cannot hold */
export function tarGzip(entries: readonly TarEntry[], seconds: number): Uint8Array {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => [header(entry, seconds), padded(entry.content)]);
  const compressed = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  // The tenth byte names the system that compressed it; 255 is: unknown (RFC 1952).
  compressed[9] = 255;
  return compressed;
}

function padded(content: Uint8Array): Uint8Array {
  const block = Buffer.alloc(Math.ceil(content.length / BLOCK) * BLOCK);
  block.set(content);
  return block;
}

/** POSIX.1-1988 ustar. */
function header({ path, content, executable }: TarEntry, seconds: number): Uint8Array {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a name in a ustar archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number): void => {
    block.write(value.toString(8).padStart(width - 1, "0"), at);
  };
  block.write(path, 0);
  octal(executable ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(seconds, 136, 12);
  block.write(" ".repeat(8), 148);
  block.write("0", 156);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return block;
}
