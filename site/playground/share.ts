import type { Choices } from "./messages.ts";

export interface Shared extends Choices {
  readonly text: string;
}

/** Browsers and chats cut longer addresses. */
const longestFragment = 30_000;

/** The part of an address that browsers never send: `#` and the compressed text. */
export async function writeFragment({ text, policy, clusterName }: Shared): Promise<string> {
  const fields = new URLSearchParams({
    ...(policy === "" ? {} : { policy }),
    ...(clusterName === "" ? {} : { cluster: clusterName }),
    m: base64url(await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text))),
  });
  const fragment = `#${fields}`;
  if (fragment.length > longestFragment) throw new Error("The manifests are too long for a link.");
  return fragment;
}

/** Undefined where there is nothing to read; a fragment that is cut or not ours rejects. */
export async function readFragment(fragment: string): Promise<Shared | undefined> {
  const fields = new URLSearchParams(fragment.slice(1));
  const packed = fields.get("m");
  if (packed === null) return undefined;
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
  return { text, policy: fields.get("policy") ?? "", clusterName: fields.get("cluster") ?? "" };
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
