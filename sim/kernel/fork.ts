/**
 * A deep copy of everything reachable: prototypes are kept, cycles and shared references stay what they are,
 * functions are shared, which is why nothing in a world may keep state in a closure. Nothing is frozen.
 */
export function deepCopy<T>(root: T, constants: Constants | null = null): T {
  return new Copier(constants).copy(root) as T;
}

/**
 * Objects that nothing ever changes, and everything that they hold: a copy of a world has them themselves. Whoever names one
 * answers for that.
 */
export class Constants {
  private readonly known = new Set<object>([this]);

  add(root: object): void {
    const open = [root];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.known.has(at)) continue;
      this.known.add(at);
      for (const value of Object.values(at) as unknown[]) {
        if (typeof value === 'object' && value !== null) open.push(value);
      }
    }
  }

  has(object: object): boolean {
    return this.known.has(object);
  }
}

/**
 * Engines turn an object into a slow table when so many properties are added to it by computed names: one with more is
 * copied whole first, whatever it costs, since it is run for longer than it is copied.
 */
const NAMES_ADDED_MOST = 12;

class Copier {
  private readonly done = new Map<object, object>();
  /** Originals whose copies' content is still to come; a list instead of recursion, so that depth has no limit. */
  private readonly open: object[] = [];
  private readonly constants: Constants | null;

  constructor(constants: Constants | null) {
    this.constants = constants;
  }

  copy(root: unknown): unknown {
    const copied = this.copyOf(root);
    for (let original = this.open.pop(); original !== undefined; original = this.open.pop()) this.fill(original);
    return copied;
  }

  /** The copy of a value, its content perhaps not yet filled in. */
  private copyOf(value: unknown): unknown {
    return typeof value === 'object' && value !== null ? this.shell(value) : value;
  }

  private shell(value: object): object {
    const known = this.done.get(value);
    if (known !== undefined) return known;
    if (this.constants?.has(value) === true) return value;
    const made = this.make(value);
    this.done.set(value, made);
    return made;
  }

  private make(value: object): object {
    if (Array.isArray(value)) {
      this.open.push(value);
      return value.slice();
    }
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === Object.prototype) {
      this.open.push(value);
      return { ...value };
    }
    if (value instanceof ArrayBuffer) return value.slice(0);
    if (value instanceof DataView) {
      return new DataView(this.shell(value.buffer) as ArrayBuffer, value.byteOffset, value.byteLength);
    }
    if (ArrayBuffer.isView(value)) {
      const array = value as Uint8Array;
      const shape = array.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => object;
      return new shape(this.shell(array.buffer) as ArrayBuffer, array.byteOffset, array.length);
    }
    this.open.push(value);
    if (value instanceof Map) return new Map<unknown, unknown>();
    if (value instanceof Set) return new Set<unknown>();
    const isWide = Object.keys(value).length > NAMES_ADDED_MOST;
    return isWide ? (Object.setPrototypeOf({ ...value }, prototype) as object) : (Object.create(prototype) as object);
  }

  private fill(original: object): void {
    const copied = this.done.get(original) as object;
    if (Array.isArray(copied)) {
      for (let i = 0; i < copied.length; i++) {
        const value: unknown = copied[i];
        if (typeof value === 'object' && value !== null) copied[i] = this.shell(value);
      }
      return;
    }
    if (original instanceof Map) {
      const map = copied as Map<unknown, unknown>;
      for (const [key, value] of original) map.set(this.copyOf(key), this.copyOf(value));
    } else if (original instanceof Set) {
      for (const value of original) (copied as Set<unknown>).add(this.copyOf(value));
    }
    const source = original as Record<string, unknown>;
    const target = copied as Record<string, unknown>;
    for (const key of Object.keys(original)) target[key] = this.copyOf(source[key]);
  }
}
