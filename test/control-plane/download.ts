import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Located } from "./download-table.ts";

export interface Patience {
  /** Until the first byte, in milliseconds: a machine without a network must not wait before it builds. */
  readonly responseMs: number;
  /** Without a further byte. */
  readonly stallMs: number;
}

const REDIRECTS = 5;

const patience: Patience = { responseMs: 5_000, stallMs: 15_000 };

/**
 * Fetches one binary into `folder`, which then holds the whole file or nothing of it. Only what has the pinned sum is kept. False, and
 * the reason as a line, where it cannot be had.
 */
export async function download(
  name: string,
  { url, sha256, member }: Located,
  folder: string,
  report: (line: string) => void,
  { responseMs, stallMs }: Patience = patience,
): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, `.${name}-`));
  const startedMs = Date.now();
  try {
    report(`${name}: downloading ${url}`);
    const file = join(work, "transferred");
    const sum = await transfer(url, file, responseMs, stallMs);
    if (sum !== sha256) {
      report(`${name}: NOT USED: ${url} has the SHA-256 ${sum}, pinned is ${sha256}`);
      return false;
    }
    const binary = member === undefined ? file : extracted(file, member, work);
    await chmod(binary, 0o755);
    await rename(binary, join(folder, name));
    report(`${name}: downloaded in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    report(`${name}: cannot be downloaded: ${reasonOf(error)}`);
    return false;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Gives the sum of what arrived. @throws Error for anything but a complete transfer */
async function transfer(url: string, file: string, responseMs: number, stallMs: number): Promise<string> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error(`no response within ${responseMs / 1000} s`)), responseMs);
  const hash = createHash("sha256");
  try {
    const response = await responseOf(url, abort.signal, REDIRECTS);
    const watched = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(new Error(`nothing arrived for ${stallMs / 1000} s`)), stallMs);
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(response, watched, createWriteStream(file), { signal: abort.signal });
    return hash.digest("hex");
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Not by fetch: its parser ends the process with an assertion when a large body is read slowly (Node 24.21). */
async function responseOf(url: string, signal: AbortSignal, redirects: number): Promise<IncomingMessage> {
  const request = (url.startsWith("https:") ? https : http).get(url, { signal });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.resume();
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && redirects > 0)
    return responseOf(new URL(headers.location, url).href, signal, redirects - 1);
  throw new Error(`the server answered ${statusCode}`);
}

function extracted(archive: string, member: string, folder: string): string {
  execFileSync("tar", ["--extract", "--gzip", "--file", archive, "--directory", folder, "--", member], { stdio: "pipe" });
  return join(folder, member);
}

/** The error of a refused connection has no message where several addresses were tried. */
function reasonOf(error: unknown): string {
  const { message, code } = error as Error & { readonly code?: string };
  return message === "" ? (code ?? String(error)) : message;
}
