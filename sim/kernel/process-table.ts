/**
 * What somebody keeps of each of a few processes, in the order in which they were added. Found by going through the
 * names: for so few that is half the work of hashing one, and every fact of a run is looked up here.
 */
import type { ProcessName } from '../../protocol/process.ts';

export class ProcessTable<T> {
  private readonly names: ProcessName[] = [];
  private readonly items: T[] = [];

  get size(): number {
    return this.names.length;
  }

  /** A name that is there keeps its place. */
  set(name: ProcessName, item: T): void {
    const at = this.names.indexOf(name);
    if (at >= 0) this.items[at] = item;
    else {
      this.names.push(name);
      this.items.push(item);
    }
  }

  get(name: ProcessName): T | undefined {
    const { names } = this;
    for (let i = 0; i < names.length; i++) if (names[i] === name) return this.items[i];
    return undefined;
  }

  has(name: ProcessName): boolean {
    return this.names.includes(name);
  }

  values(): readonly T[] {
    return this.items;
  }
}
