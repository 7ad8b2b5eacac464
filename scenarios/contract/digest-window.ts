/**
 * Which digest belongs to which zxid, for the most recent zxids: a direct-mapped table that grows to a bound and then
 * forgets the oldest. A server that comes back from further behind than the window is compared again once it has
 * caught up with it.
 */
import { counterOf, epochOf, type Zxid } from '../../protocol/ids.ts';

const SMALLEST = 128;
const LARGEST = 65_536;
const EMPTY = -1;

export class DigestWindow {
  private zxids = new Float64Array(SMALLEST).fill(EMPTY);
  private digests = new Float64Array(SMALLEST);

  /**
   * Compares with what the zxid was told to have, or remembers it. Returns the digest known before when it differs,
   * null when it agrees or is new.
   */
  meet(zxid: Zxid, digest: number): number | null {
    const slot = slotOf(zxid, this.zxids.length);
    const held = this.zxids[slot] as number;
    if (held === zxid) {
      const known = this.digests[slot] as number;
      return known === digest ? null : known;
    }
    if (held > zxid) return null;
    if (held !== EMPTY && this.zxids.length < LARGEST) {
      this.grow();
      return this.meet(zxid, digest);
    }
    this.zxids[slot] = zxid;
    this.digests[slot] = digest;
    return null;
  }

  /** The digest of that zxid; undefined when it is not known or no longer held. */
  get(zxid: Zxid): number | undefined {
    const slot = slotOf(zxid, this.zxids.length);
    return this.zxids[slot] === zxid ? this.digests[slot] : undefined;
  }

  private grow(): void {
    const zxids = this.zxids;
    const digests = this.digests;
    this.zxids = new Float64Array(zxids.length * 2).fill(EMPTY);
    this.digests = new Float64Array(zxids.length * 2);
    for (let i = 0; i < zxids.length; i++) {
      const zxid = zxids[i] as Zxid;
      if ((zxid as number) === EMPTY) continue;
      const slot = slotOf(zxid, this.zxids.length);
      if ((this.zxids[slot] as number) > zxid) continue;
      this.zxids[slot] = zxid;
      this.digests[slot] = digests[i] as number;
    }
  }
}

/** `size` is a power of two; zxids that follow each other never share a slot. */
function slotOf(zxid: Zxid, size: number): number {
  return (Math.imul(epochOf(zxid), 97) + counterOf(zxid)) & (size - 1);
}
