/** One reused object per kind of input: a process keeps the fields it needs, never the input. */
import type { Input, Message } from '../../protocol/process.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Of<K extends Input['kind']> = Mutable<Extract<Input, { kind: K }>>;

const noMessage: Message = { type: '' };

export class Inputs {
  readonly start: Of<'start'> = { kind: 'start', monotonicUs: 0, wallMs: 0, files: [] };
  readonly opened: Of<'opened'> = {
    kind: 'opened',
    monotonicUs: 0,
    wallMs: 0,
    connection: 0,
    peer: '',
    channel: '',
    incoming: false,
  };
  readonly closed: Of<'closed'> = {
    kind: 'closed',
    monotonicUs: 0,
    wallMs: 0,
    connection: 0,
    peer: '',
    channel: '',
    reason: 'closed',
  };
  readonly message: Of<'message'> = {
    kind: 'message',
    monotonicUs: 0,
    wallMs: 0,
    connection: 0,
    peer: '',
    channel: '',
    message: noMessage,
  };
  readonly writable: Of<'writable'> = { kind: 'writable', monotonicUs: 0, wallMs: 0, connection: 0 };
  readonly timer: Of<'timer'> = { kind: 'timer', monotonicUs: 0, wallMs: 0, timer: '' };
  readonly contents: Of<'contents'> = { kind: 'contents', monotonicUs: 0, wallMs: 0, file: '', records: null };
  readonly synced: Of<'synced'> = { kind: 'synced', monotonicUs: 0, wallMs: 0, file: '' };
  readonly diskError: Of<'diskError'> = { kind: 'diskError', monotonicUs: 0, wallMs: 0, file: '', operation: 'write' };
  readonly stage: Of<'stage'> = { kind: 'stage', monotonicUs: 0, wallMs: 0, stage: '', item: null };
  readonly request: Of<'request'> = { kind: 'request', monotonicUs: 0, wallMs: 0, id: 0, request: null };
}

