/**
 * A line that somebody adds to a run by hand, in one of three forms: a fault of the vocabulary, an operation of a client, a
 * decision of the world. A line without a moment (`crash 2`, `c1 create /a "x"`) gets one when it is added.
 */
import type { ProcessName } from '../../protocol/process.ts';
import type { FaultStep } from '../fault/action.ts';
import { parseStep } from '../fault/parse.ts';
import { showAction, showDuration, showTrigger } from '../fault/text.ts';
import { parseDurationUs } from './duration.ts';
import { parseOperation, showOperation } from './operation-text.ts';
import type { PlanOp } from './plan.ts';

export type HandLine =
  | {
      readonly kind: 'fault';
      /** Null: the line names no moment. */
      readonly trigger: FaultStep['trigger'] | null;
      readonly action: FaultStep['action'];
      readonly forUs: number | null;
    }
  | {
      readonly kind: 'operation';
      readonly atUs: number | null;
      readonly client: ProcessName;
      readonly op: PlanOp;
    }
  /** The part of the n-th decision of a label takes this value: `net/5>2#1/quorum/PROPOSAL#3.delay`. */
  | { readonly kind: 'decision'; readonly address: string; readonly value: number };

/** `field`: `trigger`, `action`, `for`, `client`, `operation` and its parts, `address`, `value`. */
export interface BadHandLine {
  readonly field: string;
  readonly message: string;
}

export type ParsedHandLine =
  { readonly ok: true; readonly value: HandLine } | { readonly ok: false; readonly error: BadHandLine };

const CLIENT = /^c[1-9][0-9]{0,3}$/;
const ADDRESS = /^[^\s=]+#(0|[1-9][0-9]{0,14})\.[A-Za-z0-9]+$/;

export function parseHandLine(text: string): ParsedHandLine {
  const line = text.trim();
  if (line === '') return bad('line', 'the line is empty; write what is to happen, like "crash 2" or "c1 create /a"');
  if (/^let(\s|$)/.test(line)) return parseDecision(line.slice(3).trim());
  const timed = /^at (\S+): +(\S+)( .*)?$/.exec(line);
  if (timed !== null && CLIENT.test(timed[2] as string)) {
    const atUs = parseDurationUs(timed[1] as string);
    if (atUs === null) return bad('trigger', `"${timed[1] ?? ''}" is no duration; write it like 1.2s`);
    return parseAsked(timed[2] as string, timed[3] ?? '', atUs);
  }
  const [first = ''] = line.split(/\s/, 1);
  if (CLIENT.test(first)) return parseAsked(first, line.slice(first.length), null);
  return parseFault(line);
}

function bad(field: string, message: string): ParsedHandLine {
  return { ok: false, error: { field, message } };
}

function parseAsked(client: ProcessName, text: string, atUs: number | null): ParsedHandLine {
  if (text.trim() === '') return bad('operation', `what is ${client} to ask? Write it like ${client} create /a "x"`);
  const parsed = parseOperation(text);
  return parsed.ok ? { ok: true, value: { kind: 'operation', atUs, client, op: parsed.value } } : parsed;
}

function parseDecision(text: string): ParsedHandLine {
  const match = /^(\S+)\s*=\s*(\S+)$/.exec(text);
  if (match === null)
    return bad('line', 'a decision is written "let ADDRESS = VALUE", like let net/1>2#1/quorum/ACK#0.delay = 900');
  const [, address = '', value = ''] = match;
  if (!ADDRESS.test(address)) {
    return bad('address', `"${address}" is no address of a decision, like net/5>2#1/quorum/PROPOSAL#3.delay`);
  }
  if (!/^-?[0-9]{1,15}$/.test(value)) return bad('value', `"${value}" is no whole number`);
  return { ok: true, value: { kind: 'decision', address, value: Number(value) + 0 } };
}

function parseFault(line: string): ParsedHandLine {
  const hasMoment = /^(at|when|before|after) /.test(line);
  const parsed = parseStep('line', hasMoment ? line : `at 0s: ${line}`);
  if (!parsed.ok) return parsed;
  const { trigger, action, forUs } = parsed.value;
  return { ok: true, value: { kind: 'fault', trigger: hasMoment ? trigger : null, action, forUs } };
}

/** Reads back what it is; a moment is written in seconds. */
export function showHandLine(line: HandLine): string {
  switch (line.kind) {
    case 'decision':
      return `let ${line.address} = ${line.value}`;
    case 'operation': {
      const at = line.atUs === null ? '' : `at ${showMoment(line.atUs)}: `;
      return `${at}${line.client} ${showOperation(line.op)}`;
    }
    case 'fault': {
      const { trigger, action, forUs } = line;
      const when =
        trigger === null ? '' : trigger.kind === 'at' ? `at ${showMoment(trigger.atUs)}` : showTrigger(trigger);
      const during = forUs === null ? '' : ` for ${showDuration(forUs)}`;
      return `${when}${when === '' ? '' : ': '}${showAction(action)}${during}`;
    }
  }
}

/** `1.500001s`: a moment to the microsecond, as short as it can be. */
export function showMoment(us: number): string {
  const fraction = String(us % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${Math.floor(us / 1_000_000)}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** The line with this moment, unless it has one, or needs none. */
export function placed(line: HandLine, atUs: number): HandLine {
  if (line.kind === 'operation') return line.atUs === null ? { ...line, atUs } : line;
  if (line.kind === 'fault') return line.trigger === null ? { ...line, trigger: { kind: 'at', atUs } } : line;
  return line;
}

/** When it takes effect: of a fault that waits for something, and of a decision, nobody knows before; then null. */
export function momentOf(line: HandLine): number | null {
  if (line.kind === 'operation') return line.atUs;
  if (line.kind === 'fault' && line.trigger?.kind === 'at') return line.trigger.atUs;
  return null;
}
