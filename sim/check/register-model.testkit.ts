/** The etcd register: reads, writes and compare-and-set of one value; -1 is nil. Test material. */
import type { Model } from './linearizable.ts';

export type RegisterOp =
  | { readonly f: 'read'; readonly value: number }
  | { readonly f: 'write'; readonly value: number }
  | { readonly f: 'cas'; readonly from: number; readonly to: number; readonly ok: boolean };

export class RegisterModel implements Model {
  readonly initial = 0;
  private readonly values: number[] = [-1];
  private readonly ops: RegisterOp[] = [];
  private readonly known = new Map<string, number>();

  get states(): number {
    return this.values.length;
  }

  operation(op: RegisterOp): number {
    const key = JSON.stringify(op);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.ops.length);
    return this.ops.push(op) - 1;
  }

  step(state: number, operation: number): number {
    const value = this.values[state];
    const op = this.ops[operation] as RegisterOp;
    switch (op.f) {
      case 'read':
        return op.value === value ? state : -1;
      case 'write':
        return this.state(op.value);
      case 'cas':
        if (op.ok) return op.from === value ? this.state(op.to) : -1;
        return op.from === value ? -1 : state;
    }
  }

  isPure(operation: number): boolean {
    const op = this.ops[operation] as RegisterOp;
    return op.f === 'read' || (op.f === 'cas' && !op.ok);
  }

  retain(states: readonly number[]): readonly number[] {
    const kept = states.map((state) => this.values[state] as number);
    this.values.length = 0;
    return kept.map((value) => this.state(value));
  }

  release(): void {
    return;
  }

  private state(value: number): number {
    const index = this.values.indexOf(value);
    return index >= 0 ? index : this.values.push(value) - 1;
  }
}
