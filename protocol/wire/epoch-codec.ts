/** acceptedEpoch and currentEpoch: the number in decimal, and nothing else (QuorumPeer.writeLongToFile). */
import type { EpochRecord } from '../durable/epoch-file.ts';
import { encodeText } from '../std/text-bytes.ts';
import { checkedEpoch } from './checked.ts';
import { decodeJavaText } from './java-text.ts';
import { WireError } from './wire-error.ts';

export function encodeEpoch(record: EpochRecord): Uint8Array {
  return encodeText(String(record.epoch));
}

export function decodeEpoch(bytes: Uint8Array): EpochRecord {
  const text = decodeJavaText(bytes, 0, bytes.length);
  if (!/^\d{1,9}$/.test(text)) throw new WireError('an epoch file holds one decimal number');
  return { epoch: checkedEpoch(Number(text)) };
}
