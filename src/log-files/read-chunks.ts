import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

export type Chunks = AsyncIterable<Uint8Array | string>;

const chunkSize = 1024 * 1024;

/** The bytes of a file as they are on disk, in one buffer that is filled again and again: fresh ones cost more than the reading. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkSize);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkSize, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** How the reading of one input ended. */
export interface ReadResult {
  /** Bytes after decompression. */
  readonly bytes: number;
  /** In one sentence what stopped it early; undefined where all was read. */
  readonly problem: string | undefined;
}

/** Hands on plain bytes, decompressing gzip by its first two bytes whatever the name is. `onChunk` returns false to stop. */
export async function readPlain(chunks: Chunks, onChunk: (chunk: Uint8Array) => boolean): Promise<ReadResult> {
  const iterator = asBytes(chunks)[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    const first = await firstBytes(iterator);
    if (first === undefined) return { bytes, problem: undefined };
    const format = formatOf(first);
    if (format !== undefined && format !== "gzip") return { bytes, problem: format };
    const whole = rest(first, iterator);
    for await (const chunk of format === "gzip" ? gunzip(whole) : whole) {
      bytes += chunk.length;
      if (!onChunk(chunk)) break;
    }
    return { bytes, problem: undefined };
  } catch (error) {
    return { bytes, problem: failure(error as NodeJS.ErrnoException) };
  } finally {
    await iterator.return?.(undefined);
  }
}

async function* asBytes(chunks: Chunks): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk;
}

/** At least four bytes, where there are as many. */
async function firstBytes(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  let first: Uint8Array | undefined;
  while (first === undefined || first.length < 4) {
    const { done, value } = await iterator.next();
    if (done === true) return first;
    first = first === undefined ? value : Buffer.concat([new Uint8Array(first), value]);
  }
  return first;
}

/** `gzip`, a sentence about a format that is not read, or undefined for text. */
function formatOf(first: Uint8Array): string | undefined {
  const magic = Buffer.alloc(4);
  magic.set(first.subarray(0, 4));
  if (magic[0] === 0x1f && magic[1] === 0x8b) return "gzip";
  if (magic.toString("latin1") === "PAR1") return "is Parquet; convert it to JSON lines first, for instance with DuckDB";
  if (magic.readUInt32BE(0) === 0x504b0304) return "is a ZIP archive; unpack it first";
  if (magic.readUInt32BE(0) === 0x28b52ffd) return "is compressed with Zstandard; decompress it first";
  if (magic.toString("latin1", 0, 3) === "BZh") return "is compressed with bzip2; decompress it first";
  return undefined;
}

async function* rest(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
}

/** Concatenated members are read through. What was decompressed before an error is handed on first. */
function gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzipped = createGunzip({ chunkSize: 128 * 1024 });
  // The error of either end arrives at whoever reads the result.
  pipeline(Readable.from(copies(chunks)), gunzipped, () => {});
  return gunzipped;
}

/** Streams hold on to chunks that a file's buffer would overwrite. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

function failure({ code, message }: NodeJS.ErrnoException): string {
  if (code === "Z_BUF_ERROR") return "ends in the middle of its gzip stream; what is before was read";
  if (code?.startsWith("Z_") === true)
    return "holds something behind or within its gzip stream that is not gzip; what is before was read";
  return message;
}
