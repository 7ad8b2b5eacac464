/** What a command and the thread that shrinks for it tell each other while it works: memory that both see. */
import { count } from '../../reports/text/layout.ts';
import type { ShrunkSize } from '../record/fuzz-result.ts';

const [STOP, ATTEMPTS, SERVERS, CLIENTS, FAULTS, OPERATIONS, OVERRIDES, CELLS] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export class ShrinkBoard {
  readonly shared: SharedArrayBuffer;
  private readonly cells: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(4 * CELLS)) {
    this.shared = shared;
    this.cells = new Int32Array(shared);
  }

  /** The best so far is to be the result. */
  stop(): void {
    Atomics.store(this.cells, STOP, 1);
  }

  get stopped(): boolean {
    return Atomics.load(this.cells, STOP) === 1;
  }

  tell(attempts: number, { servers, clients, faults, operations, overrides }: ShrunkSize): void {
    const values = [attempts, servers, clients, faults, operations, overrides];
    [ATTEMPTS, SERVERS, CLIENTS, FAULTS, OPERATIONS, OVERRIDES].forEach((cell, i) =>
      Atomics.store(this.cells, cell, values[i] ?? 0),
    );
  }

  text(): string {
    const at = (cell: number): number => Atomics.load(this.cells, cell);
    const parts = [
      count(at(SERVERS), 'server'),
      count(at(CLIENTS), 'client'),
      count(at(FAULTS), 'fault'),
      count(at(OPERATIONS), 'operation'),
      ...(at(OVERRIDES) === 0 ? [] : [count(at(OVERRIDES), 'override')]),
    ];
    return `${count(at(ATTEMPTS), 'attempt')}: ${parts.join(', ')}`;
  }
}
