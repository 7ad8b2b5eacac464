/**
 * The inputs a world hands out, one reused object per kind: a process keeps the fields it needs, never the input.
 * All have the same fields in the same order, so that whoever looks at `kind` meets one shape of object.
 */
import type { Input, Message, Plain, StoredRecord } from '../../protocol/process.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Of<K extends Input['kind']> = Mutable<Extract<Input, { kind: K }>>;

const noMessage: Message = { type: '' };

class AnyInput {
  readonly kind: Input['kind'];
  monotonicUs = 0;
  wallMs = 0;
  connection = 0;
  id = 0;
  peer = '';
  channel = '';
  timer = '';
  file = '';
  stage = '';
  reason = 'closed';
  operation = 'write';
  incoming = false;
  message: Message = noMessage;
  item: Plain = null;
  request: Plain = null;
  files: readonly string[] = [];
  records: readonly StoredRecord[] | null = null;

  constructor(kind: Input['kind']) {
    this.kind = kind;
  }
}

/** The fields of the other kinds are there and mean nothing. */
function input<K extends Input['kind']>(kind: K): Of<K> {
  return new AnyInput(kind) as unknown as Of<K>;
}

export class Inputs {
  readonly start = input('start');
  readonly opened = input('opened');
  readonly closed = input('closed');
  readonly message = input('message');
  readonly writable = input('writable');
  readonly timer = input('timer');
  readonly contents = input('contents');
  readonly synced = input('synced');
  readonly diskError = input('diskError');
  readonly stage = input('stage');
  readonly request = input('request');
}
