/** CRC-32 as java.util.zip.CRC32 computes it (ISO-HDLC: reflected, polynomial 0x04c11db7). */
const table = /* @__PURE__ */ makeTable();

/** The CRC of what `crc` was the CRC of, followed by `bytes`; of `bytes` alone when `crc` is left out. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  for (let i = 0; i < bytes.length; i++) {
    state = (table[(state ^ (bytes[i] as number)) & 0xff] as number) ^ (state >>> 8);
  }
  return ~state >>> 0;
}

function makeTable(): Int32Array {
  const entries = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let entry = i;
    for (let bit = 0; bit < 8; bit++) entry = (entry & 1) === 0 ? entry >>> 1 : (entry >>> 1) ^ 0xedb88320;
    entries[i] = entry;
  }
  return entries;
}
