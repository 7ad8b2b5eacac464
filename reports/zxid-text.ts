const COUNTERS = 4294967296;

/** Zxids are recorded as numbers and read as `1:4`. */
export function zxidsReadable(text: string): string {
  return text.replace(/\b([a-zA-Z]*[zZ]xid)=([0-9]+)\b/g, (_all, name: string, digits: string) => {
    const zxid = Number(digits);
    return `${name}=${Math.floor(zxid / COUNTERS)}:${(zxid % COUNTERS).toString(16)}`;
  });
}
