/** Text in links: deflated (RFC 1951), in base64url. */

/** What nobody would send in a link; a small text may stand for an endless one. */
const CHARACTERS_MOST = 4_000_000;

/** Rejects with a sentence on what is no such text. */
export async function unpackedText(packed: string): Promise<string> {
  return inflated(bytesOf(packed.replaceAll('-', '+').replaceAll('_', '/')));
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    throw new Error('it is damaged: a part of it is missing, or a character was changed');
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error('it is damaged: a part of it is missing, or a character was changed');
    });
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > CHARACTERS_MOST) throw new Error('it holds more than any case does');
  }
}
