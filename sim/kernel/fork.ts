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

/** Under this name a class has its own way of copying. */
export const COPIED = Symbol('copied');

/**
 * A class of which a world has a thousand objects: a copy made by the class's own hands costs less than one that is put together
 * field by field under computed names.
 */
export interface CopiesItself {
  /** One of the same class and content; `copyOf` gives the copy of an object in it, whose own content may be still to come. */
  [COPIED](copyOf: <T extends object>(value: T) => T): this;
}

/**
 * Engines turn an object into a slow table when so many properties are added to it by computed names: one with more is
 * copied whole first, whatever it costs, since it is run for longer than it is copied.
 */
const NAMES_ADDED_MOST = 12;

/** How the objects of a class are copied. */
type Way = 'buffer' | 'view' | 'bytes' | 'map' | 'set' | 'itself' | 'whole' | 'by field';

class Copier {
  private readonly done = new Map<object, object>();
  /** Originals whose copies' content is still to come; lists instead of recursion, so that depth has no limit. */
  private readonly open: object[] = [];
  /** The same, of copies that have all of it but for the objects in it, which are still the original's. */
  private readonly shallow: object[] = [];
  private readonly ways = new Map<object | null, Way>();
  private readonly constants: Constants | null;
  private readonly shellOf = <T extends object>(value: T): T => this.shell(value) as T;

  constructor(constants: Constants | null) {
    this.constants = constants;
  }

  copy(root: unknown): unknown {
    const copied = this.copyOf(root);
    for (;;) {
      const shallow = this.shallow.pop();
      if (shallow !== undefined) {
        this.replaceObjects(shallow as Record<string, unknown>);
        continue;
      }
      const original = this.open.pop();
      if (original === undefined) return copied;
      this.fill(original);
    }
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
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === Object.prototype) {
      this.shallow.push(value);
      return { ...value };
    }
    if (Array.isArray(value)) {
      this.open.push(value);
      return value.slice();
    }
    switch (this.wayOf(value, prototype)) {
      case 'buffer':
        return (value as ArrayBuffer).slice(0);
      case 'view': {
        const view = value as DataView;
        return new DataView(this.shell(view.buffer) as ArrayBuffer, view.byteOffset, view.byteLength);
      }
      case 'bytes': {
        const array = value as Uint8Array;
        const shape = array.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => object;
        return new shape(this.shell(array.buffer) as ArrayBuffer, array.byteOffset, array.length);
      }
      case 'map':
        this.open.push(value);
        return new Map<unknown, unknown>();
      case 'set':
        this.open.push(value);
        return new Set<unknown>();
      case 'itself':
        return (value as CopiesItself)[COPIED](this.shellOf);
      case 'whole':
        this.shallow.push(value);
        return Object.setPrototypeOf({ ...value }, prototype) as object;
      case 'by field':
        this.open.push(value);
        return Object.create(prototype) as object;
    }
  }

  private wayOf(value: object, prototype: object | null): Way {
    const known = this.ways.get(prototype);
    if (known !== undefined) return known;
    const way = wayOf(value);
    this.ways.set(prototype, way);
    return way;
  }

  private replaceObjects(original: Record<string, unknown>): void {
    const copied = this.done.get(original) as Record<string, unknown>;
    for (const key of Object.keys(original)) {
      const value = original[key];
      if (typeof value === 'object' && value !== null) copied[key] = this.shell(value);
    }
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

function wayOf(value: object): Way {
  if (value instanceof ArrayBuffer) return 'buffer';
  if (value instanceof DataView) return 'view';
  if (ArrayBuffer.isView(value)) return 'bytes';
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  if (COPIED in value) return 'itself';
  return Object.keys(value).length > NAMES_ADDED_MOST ? 'whole' : 'by field';
}
