/** What the page carries, as it was before it was packed. */

/** Bytes of base64 in a script element that is no script; null when the page has none of that id. */
export async function unpack(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const text = document.getElementById(id)?.textContent;
  if (text === undefined || text === null) return null;
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Error(`its ${id} is damaged, or this browser cannot unpack it`);
  }
}

export async function unpackText(id: string): Promise<string | null> {
  const bytes = await unpack(id);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
