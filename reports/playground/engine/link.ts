/** The text of a link in an address: its script deflated (RFC 1951), in base64url. */
import { BadLink, fragmentOf, joinLink, readFragment, splitLink } from '../../../sim/record/play-link.ts';

/** What nobody would send in a link; a small text may stand for an endless one. */
const CHARACTERS_MOST = 4_000_000;
const DAMAGED = 'it is damaged: a part of it is missing, or a character was changed';

/** `text`: as the engine packs it. */
export async function toFragment(text: string): Promise<string> {
  const { head, script } = splitLink(text);
  const stream = new Blob([script]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return fragmentOf(head, toBase64Url(bytes));
}

/** As the engine unpacks it. Rejects with a BadLink. */
export async function fromFragment(fragment: string): Promise<string> {
  const { squeezed, ...head } = readFragment(fragment);
  return joinLink(head, await inflated(fromBase64Url(squeezed)));
}

/** Of deflated bytes, as UTF-8. Rejects with a BadLink. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new BadLink(DAMAGED);
    });
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > CHARACTERS_MOST) throw new BadLink('it holds more than any play does');
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Of base64, too. Throws a BadLink. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw new BadLink(DAMAGED);
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
