/**
 * A deep copy of everything reachable: prototypes are kept, cycles and shared references stay what they are,
 * functions are shared, which is why nothing in a world may keep state in a closure. Nothing is frozen.
 */
export function deepCopy<T>(root: T): T {
  return new Copier().copy(root) as T;
}

class Copier {
  private readonly done = new Map<object, object>();
  /** Copies whose content is still to come; a list instead of recursion, so that depth has no limit. */
  private readonly open: object[] = [];

  copy(root: unknown): unknown {
    const copied = this.shell(root);
    for (let original = this.open.pop(); original !== undefined; original = this.open.pop()) this.fill(original);
    return copied;
  }

  /** The copy of a value, its content perhaps not yet filled in. */
  private shell(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.done.get(value);
    if (known !== undefined) return known;
    const made = this.make(value);
    this.done.set(value, made);
    return made;
  }

  private make(value: object): object {
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
    if (Array.isArray(value)) return new Array<unknown>(value.length);
    if (value instanceof Map) return new Map<unknown, unknown>();
    if (value instanceof Set) return new Set<unknown>();
    return Object.create(Object.getPrototypeOf(value) as object | null) as object;
  }

  private fill(original: object): void {
    const copied = this.done.get(original) as object;
    if (original instanceof Map) {
      for (const [key, value] of original) (copied as Map<unknown, unknown>).set(this.shell(key), this.shell(value));
    } else if (original instanceof Set) {
      for (const value of original) (copied as Set<unknown>).add(this.shell(value));
    } else if (Array.isArray(original)) {
      for (let i = 0; i < original.length; i++) if (i in original) (copied as unknown[])[i] = this.shell(original[i]);
      return;
    }
    const source = original as Record<string, unknown>;
    for (const key of Object.keys(original)) (copied as Record<string, unknown>)[key] = this.shell(source[key]);
  }
}
