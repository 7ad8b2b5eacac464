/** Makes a sequence small that shows a difference: fewer steps, then shorter bursts, then smaller operations. */
import type { Packet, Sequence, Step } from './step.ts';

export interface ShrinkOptions {
  /** Whether a sequence still shows a difference. */
  readonly differs: (sequence: Sequence) => Promise<boolean>;
  /** How many sequences may be tried. */
  readonly tries: number;
}

export async function shrink(sequence: Sequence, { differs, tries }: ShrinkOptions): Promise<Sequence> {
  let best = sequence;
  let left = tries;
  const take = async (steps: readonly Step[]): Promise<boolean> => {
    if (left <= 0) return false;
    left--;
    const candidate = { ...sequence, steps };
    if (!(await differs(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = 0; left > 0 && size !== sizeOf(best);) {
    size = sizeOf(best);
    await fewer(best.steps, take);
    for (let i = best.steps.length - 1; i >= 0; i--) {
      const step = best.steps[i];
      if (step === undefined || !('packets' in step)) continue;
      await fewer(step.packets, (packets) => take(replaced(best.steps, i, { ...step, packets })));
      await smallerPackets(best, i, take);
    }
  }
  return best;
}

type Take<T> = (candidate: readonly T[]) => Promise<boolean>;

/** Leaves out runs of items, long ones first, last ones first: what follows from others goes before them. */
async function fewer<T>(items: readonly T[], take: Take<T>): Promise<void> {
  let current = items;
  for (let length = Math.ceil(current.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let end = current.length; end > 0;) {
      const from = Math.max(0, end - length);
      const candidate = [...current.slice(0, from), ...current.slice(end)];
      if (candidate.length < current.length && (await take(candidate))) current = candidate;
      end = from;
    }
  }
}

/** The parts of multis, and what is in front of others for no reason. */
async function smallerPackets(best: Sequence, index: number, take: Take<Step>): Promise<void> {
  const step = best.steps[index];
  if (step === undefined || !('packets' in step)) return;
  let { packets } = step;
  for (let i = 0; i < packets.length; i++) {
    const packet = packets[i];
    if (packet?.op.type !== 'multi' && packet?.op.type !== 'multiRead') continue;
    const { op } = packet;
    const tryParts = (parts: readonly unknown[]): Promise<boolean> => {
      const smaller = replaced(packets, i, { ...packet, op: { ...op, parts } as Packet['op'] });
      return take(replaced(best.steps, index, { ...step, packets: smaller })).then((taken) => {
        if (taken) packets = smaller;
        return taken;
      });
    };
    await fewer<unknown>(op.parts, tryParts);
  }
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
  return items.map((other, i) => (i === index ? item : other));
}

function sizeOf({ steps }: Sequence): number {
  return JSON.stringify(steps).length;
}
