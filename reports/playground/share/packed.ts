/** Text as links carry it: deflated (RFC 1951), in base64url. */

/** What nobody would send; a small text may stand for an endless one. */
const CHARACTERS_MOST = 4_000_000;
const DAMAGED = 'it is damaged: a part of it is missing, or a character was changed';

/** Of deflated bytes, as UTF-8. Rejects with a sentence. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(DAMAGED);
    });
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > CHARACTERS_MOST) throw new Error('it holds more than any play does');
  }
}

export async function deflated(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Of base64, too. Throws an error with a sentence. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw new Error(DAMAGED);
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
