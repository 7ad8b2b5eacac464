/**
 * Which digest belongs to which zxid, for the most recent zxids: a direct-mapped table that grows to a bound when two
 * zxids meet in one slot, and then forgets the oldest. A server that comes back from further behind than the
 * window is compared again once it has caught up with it.
 */
import { counterOf, epochOf, type Zxid } from '../../protocol/ids.ts';

const SMALLEST = 128;
const LARGEST = 65_536;
const EMPTY = -1;
/** Between the zxids of two epochs, for late ones of the first; of still later ones and those, the older are forgotten. */
const ROOM = 32;

export class DigestWindow {
  private zxids = new Float64Array(SMALLEST).fill(EMPTY);
  private digests = new Float64Array(SMALLEST);
  /** Where the zxids of an epoch begin, behind those that were there when its first came. */
  private readonly begins = new Map<number, number>();
  private end = 0;
  /** The epoch asked for last, and where it begins. */
  private epoch = -1;
  private begin = 0;

  /** What is beyond this zxid was lost by the only one that knew it: the zxids will mean something else. */
  forgetAfter(zxid: Zxid): void {
    for (const [slot, held] of this.zxids.entries()) if (held > zxid) this.zxids[slot] = EMPTY;
  }

  /**
   * Compares with what the zxid was told to have, or remembers it. Returns the digest known before when it differs,
   * null when it agrees or is new.
   */
  meet(zxid: Zxid, digest: number): number | null {
    const place = this.placeOf(zxid);
    let slot = place & (this.zxids.length - 1);
    let held = this.zxids[slot] as number;
    while (held !== EMPTY && held !== zxid && this.zxids.length < LARGEST && this.placeOf(held as Zxid) !== place) {
      this.grow();
      slot = place & (this.zxids.length - 1);
      held = this.zxids[slot] as number;
    }
    if (held === zxid) {
      const known = this.digests[slot] as number;
      return known === digest ? null : known;
    }
    if (held > zxid) return null;
    this.zxids[slot] = zxid;
    this.digests[slot] = digest;
    if (place >= this.end) this.end = place + 1;
    return null;
  }

  /** The digest of that zxid; undefined when it is not known or no longer held. */
  get(zxid: Zxid): number | undefined {
    const slot = this.placeOf(zxid) & (this.zxids.length - 1);
    return this.zxids[slot] === zxid ? this.digests[slot] : undefined;
  }

  /** Zxids that follow each other are neighbours. */
  private placeOf(zxid: Zxid): number {
    const epoch = epochOf(zxid);
    if (epoch !== this.epoch) {
      let begin = this.begins.get(epoch);
      if (begin === undefined) {
        begin = this.end + ROOM;
        this.begins.set(epoch, begin);
      }
      this.epoch = epoch;
      this.begin = begin;
    }
    return this.begin + counterOf(zxid);
  }

  /** Doubles the table; what had slots apart has slots apart. */
  private grow(): void {
    const { zxids, digests } = this;
    const size = zxids.length * 2;
    this.zxids = new Float64Array(size).fill(EMPTY);
    this.digests = new Float64Array(size);
    for (let i = 0; i < zxids.length; i++) {
      const zxid = zxids[i] as Zxid;
      if ((zxid as number) === EMPTY) continue;
      const slot = this.placeOf(zxid) & (size - 1);
      this.zxids[slot] = zxid;
      this.digests[slot] = digests[i] as number;
    }
  }
}
