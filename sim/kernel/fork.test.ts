import { expect, test } from 'vitest';
import { Constants, COPIED, deepCopy, type CopiesItself } from './fork.ts';

class Node {
  next: Node | null = null;
  readonly table = new Map<string, Node>();
  readonly words = Int32Array.of(1, 2, 3);
  value: number;
  constructor(value: number) {
    this.value = value;
  }
  doubled(): number {
    return this.value * 2;
  }
}

test('a copy keeps classes, cycles and shared references, and shares nothing but functions', () => {
  const a = new Node(1);
  const b = new Node(2);
  a.next = b;
  b.next = a;
  a.table.set('b', b);
  const stateless = (): number => 7;
  const root = { a, again: a, set: new Set([b]), list: [a, , 'x'], stateless, big: 5n, nothing: undefined };
  const copy = deepCopy(root);
  expect(copy.a).not.toBe(a);
  expect(copy.a).toBe(copy.again);
  expect(copy.a.next?.next).toBe(copy.a);
  expect(copy.a.table.get('b')).toBe(copy.a.next);
  expect([...copy.set][0]).toBe(copy.a.next);
  expect(copy.a).toBeInstanceOf(Node);
  expect(copy.a.doubled()).toBe(2);
  expect(copy.list).toEqual([copy.a, undefined, 'x']);
  expect(1 in copy.list).toBe(false);
  expect(copy.stateless).toBe(stateless);
  expect(copy.big).toBe(5n);
  copy.a.words[0] = 9;
  copy.a.value = 9;
  expect([a.words[0], a.value]).toEqual([1, 1]);
});

test('views of one buffer still share it in the copy', () => {
  const buffer = new ArrayBuffer(8);
  const root = { view: new DataView(buffer), bytes: new Uint8Array(buffer) };
  const copy = deepCopy(root);
  copy.bytes[0] = 5;
  expect(copy.view.getUint8(0)).toBe(5);
  expect(root.view.getUint8(0)).toBe(0);
});

test('a chain of any length is copied without recursion', () => {
  const first = new Node(0);
  let last = first;
  for (let i = 1; i < 50_000; i++) {
    last.next = new Node(i);
    last = last.next;
  }
  let at: Node | null = deepCopy(first);
  let count = 0;
  for (; at !== null; at = at.next) count++;
  expect(count).toBe(50_000);
});

test('a class that copies itself is part of the same graph', () => {
  class Own implements CopiesItself {
    readonly node: Node;
    made = 'by its constructor';
    constructor(node: Node) {
      this.node = node;
    }
    [COPIED](copyOf: <T extends object>(value: T) => T): this {
      const copy = new Own(copyOf(this.node)) as this;
      copy.made = 'by itself';
      return copy;
    }
  }
  const node = new Node(1);
  node.next = node;
  const own = new Own(node);
  const copy = deepCopy({ own, again: own, node });
  expect(copy.own.made).toBe('by itself');
  expect(copy.again).toBe(copy.own);
  expect(copy.node).not.toBe(node);
  expect(copy.own.node).toBe(copy.node);
  expect(copy.node.next).toBe(copy.node);
});

test('an object with many properties is copied like one with few', () => {
  class Wide {
    readonly own = new Node(3);
    again = this.own;
    doubled(): number {
      return this.own.doubled();
    }
  }
  const wide = Object.assign(new Wide(), Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, i])));
  const copy = deepCopy(wide);
  expect(copy).toBeInstanceOf(Wide);
  expect(copy).toEqual(wide);
  expect(copy.own).not.toBe(wide.own);
  expect(copy.own).toBe(copy.again);
  copy.own.value = 9;
  expect([wide.doubled(), copy.doubled()]).toEqual([6, 18]);
});

test('what is named as constant is shared with all that it holds, wherever it is met', () => {
  const inner = { list: [{ at: 1 }] };
  const constants = new Constants();
  constants.add({ inner });
  const root = { inner, first: inner.list[0], other: { at: 1 }, constants };
  const copy = deepCopy(root, constants);
  expect(copy.inner).toBe(inner);
  expect(copy.first).toBe(inner.list[0]);
  expect(copy.other).not.toBe(root.other);
  expect(copy.constants).toBe(constants);
});
