/**
 * A map from numbers that come in about ascending order and go in about that order: requests under way, transactions
 * that wait. Sorted rings, searched by halves; V8 rebuilds a `Map` of few keys that come and go with nearly every
 * `delete`. A key set out of order costs its distance from the greatest, one deleted its distance from the least.
 */
export class AscendingMap<K extends number, V> {
  private keys: number[] = [];
  private items: (V | undefined)[] = [];
  private head = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: K): V | undefined {
    const at = this.find(key);
    return this.holds(at, key) ? this.items[this.slot(at)] : undefined;
  }

  has(key: K): boolean {
    return this.holds(this.find(key), key);
  }

  set(key: K, value: V): void {
    const at = this.find(key);
    if (!this.holds(at, key)) this.makeRoom(at);
    const slot = this.slot(at);
    this.keys[slot] = key;
    this.items[slot] = value;
  }

  /** False: it was not there. */
  delete(key: K): boolean {
    const at = this.find(key);
    if (!this.holds(at, key)) return false;
    for (let i = at; i > 0; i--) this.move(i - 1, i);
    this.items[this.head] = undefined;
    this.head = this.slot(1);
    this.count--;
    return true;
  }

  /** By ascending keys, as a fresh array. */
  values(): V[] {
    const all: V[] = [];
    for (let i = 0; i < this.count; i++) all.push(this.items[this.slot(i)] as V);
    return all;
  }

  /** The place of the first key that is not below this one, from the least. */
  private find(key: number): number {
    if (this.count === 0 || (this.keys[this.head] as number) >= key) return 0;
    let below = 0;
    let notBelow = this.count;
    while (notBelow - below > 1) {
      const middle = (below + notBelow) >> 1;
      if ((this.keys[this.slot(middle)] as number) < key) below = middle;
      else notBelow = middle;
    }
    return notBelow;
  }

  private holds(at: number, key: number): boolean {
    return at < this.count && this.keys[this.slot(at)] === key;
  }

  private slot(at: number): number {
    return (this.head + at) & (this.keys.length - 1);
  }

  private move(from: number, to: number): void {
    this.keys[this.slot(to)] = this.keys[this.slot(from)] as number;
    this.items[this.slot(to)] = this.items[this.slot(from)];
  }

  /** What is at this place and behind it moves up by one. */
  private makeRoom(at: number): void {
    if (this.count === this.keys.length) this.grow();
    this.count++;
    for (let i = this.count - 1; i > at; i--) this.move(i - 1, i);
  }

  private grow(): void {
    const { keys, items, head, count } = this;
    this.keys = new Array<number>(Math.max(8, 2 * count)).fill(0);
    this.items = new Array<V | undefined>(this.keys.length).fill(undefined);
    this.head = 0;
    for (let i = 0; i < count; i++) {
      const slot = (head + i) & (keys.length - 1);
      this.keys[i] = keys[slot] as number;
      this.items[i] = items[slot];
    }
  }
}
