/** Numbers that a peer wrote, as the identifiers they must be. */
import { epoch, type Epoch } from '../ids.ts';
import { WireError } from './wire-error.ts';

const EPOCHS = 2_097_152;

export function checkedEpoch(value: number): Epoch {
  if (!Number.isInteger(value) || value < 0 || value >= EPOCHS) throw new WireError(`${value} is no epoch`);
  return epoch(value);
}
