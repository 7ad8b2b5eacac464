/** Zxids in their two forms: `2:1f` as reports write them, `0x20000001f` as ZooKeeper's own logs do. */
import type { ZxidText } from '../../../sim/record/moment-state.ts';

export function epochOfText(zxid: ZxidText): number {
  return Number(zxid.slice(0, zxid.indexOf(':')));
}

export function counterOfText(zxid: ZxidText): number {
  return Number.parseInt(zxid.slice(zxid.indexOf(':') + 1), 16);
}

/** `0x20000001f`. */
export function hexOfZxid(zxid: ZxidText): string {
  const epoch = epochOfText(zxid);
  const counter = counterOfText(zxid).toString(16);
  return epoch === 0 ? `0x${counter}` : `0x${epoch.toString(16)}${counter.padStart(8, '0')}`;
}

/** Negative when `a` is earlier. */
export function byZxid(a: ZxidText, b: ZxidText): number {
  return epochOfText(a) - epochOfText(b) || counterOfText(a) - counterOfText(b);
}
