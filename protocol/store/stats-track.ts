/**
 * The text of a quota's limits and counters (StatsTrack): `count=3,bytes=17`, with further pairs behind `=;`. Values are
 * 64-bit numbers; an absent one reads as -1, which is no limit.
 */
import { byText } from '../std/compare.ts';
import { encodeText } from '../std/text-bytes.ts';
import { decodeJavaText } from '../wire/java-text.ts';

export type StatsKey = 'count' | 'bytes' | 'countHardLimit' | 'byteHardLimit';

export class StatsTrack {
  private readonly values: Map<string, bigint>;

  constructor(values = new Map<string, bigint>()) {
    this.values = values;
  }

  /** Null where StatsTrack throws: no data, a pair without a value, a value that is no number. */
  static parse(data: Uint8Array | null): StatsTrack | null {
    if (data === null) return null;
    const values = new Map<string, bigint>();
    const text = decodeJavaText(data, 0, data.length);
    if (text === '') return new StatsTrack(values);
    for (const pair of javaSplit(text, /[,;]+/)) {
      const [key, value] = javaSplit(pair, '=');
      const parsed = value === undefined ? null : value === '' ? -1n : parseLong(value);
      if (key === undefined || parsed === null) return null;
      values.set(key, parsed);
    }
    return new StatsTrack(values);
  }

  get(key: StatsKey): bigint {
    return this.values.get(key) ?? -1n;
  }

  set(key: StatsKey, value: bigint): void {
    this.values.set(key, BigInt.asIntN(64, value));
  }

  /** Count first and bytes second, and the `=` behind them, are for readers of before 3.5. */
  toBytes(): Uint8Array {
    const further = Array.from(this.values.keys()).filter((key) => key !== 'count' && key !== 'bytes');
    const pairs = further.sort(byText).map((key) => `;${key}=${String(this.values.get(key))}`);
    const tail = pairs.length === 0 ? '' : `=${pairs.join('')}`;
    return encodeText(`count=${String(this.get('count'))},bytes=${String(this.get('bytes'))}${tail}`);
  }
}

/** String.split: without the empty parts at the end, unless the text has no separator at all. */
function javaSplit(text: string, separator: string | RegExp): string[] {
  const parts = text.split(separator);
  if (parts.length === 1) return parts;
  while (parts.at(-1) === '') parts.pop();
  return parts;
}

/** Long.parseLong of ASCII text. */
function parseLong(text: string): bigint | null {
  if (!/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : null;
}
