/**
 * acceptedEpoch and currentEpoch: one number each, replaced atomically (AtomicFileOutputStream): a temporary file is
 * written and synced, then renamed, then the rename is made durable. A crash between any two leaves the old value.
 */
import type { Epoch } from '../ids.ts';
import type { Out, StoredRecord } from '../process.ts';

export type EpochFileName = 'acceptedEpoch' | 'currentEpoch';

export interface EpochRecord {
  readonly epoch: Epoch;
}

const EPOCH_BYTES = 8;

export function temporaryName(name: EpochFileName): string {
  return `${name}.tmp`;
}

/** First half of a replacement; `temporaryName(name)` is to be synced next. */
export function writeTemporary(out: Out, name: EpochFileName, epoch: Epoch): void {
  const record: EpochRecord = { epoch };
  out.write(temporaryName(name), record, EPOCH_BYTES);
}

/** Second half, once the temporary file is durable; `name` is to be synced next. */
export function renameTemporary(out: Out, name: EpochFileName): void {
  out.rename(temporaryName(name), name);
}

/** The epoch in a file as read; null when there is none or it cannot be trusted. */
export function readEpoch(records: readonly StoredRecord[] | null | undefined): Epoch | null {
  const record = records?.[0];
  if (record === undefined || record.state !== 'ok') return null;
  return (record.data as EpochRecord).epoch;
}
