/** A growing first-in first-out queue over an array; `shift` costs no copy, and one never used holds no array. */
export class Ring<T> {
  private items: (T | undefined)[] = [];
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(item: T): void {
    if (this.count === this.items.length) this.grow();
    this.items[(this.head + this.count) & (this.items.length - 1)] = item;
    this.count++;
  }

  /** The oldest item, removed; undefined when empty. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.count--;
    return item;
  }

  /** The item at `index` from the oldest; undefined beyond the end. */
  at(index: number): T | undefined {
    return index < this.count ? this.items[(this.head + index) & (this.items.length - 1)] : undefined;
  }

  first(): T | undefined {
    return this.at(0);
  }

  last(): T | undefined {
    return this.count === 0 ? undefined : this.at(this.count - 1);
  }

  clear(): void {
    if (this.items.length > 0) this.items = [];
    this.head = 0;
    this.count = 0;
  }

  /** The items, oldest first, as a fresh array. */
  toArray(): T[] {
    const all: T[] = [];
    for (let i = 0; i < this.count; i++) all.push(this.at(i) as T);
    return all;
  }

  private grow(): void {
    const size = Math.max(4, this.items.length * 2);
    const wider = new Array<T | undefined>(size);
    for (let i = 0; i < size; i++) wider[i] = this.at(i);
    this.items = wider;
    this.head = 0;
  }
}
