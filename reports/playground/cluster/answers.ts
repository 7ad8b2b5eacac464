/** What people answer to the questions of the picture, as lines; or what is wrong with it. */
import { showOperation } from '../../../sim/record/operation-text.ts';
import type { PlanOp } from '../../../sim/record/plan.ts';
import type { OperationKind } from './menu.ts';

export type Answered =
  { readonly ok: true; readonly line: string } | { readonly ok: false; readonly field: string; readonly why: string };

function bad(field: string, why: string): Answered {
  return { ok: false, field, why };
}

/** Whole milliseconds as the vocabulary writes them. */
function durationOf(text: string): string | null {
  const match = /^\s*([0-9]{1,7})(?:\.([0-9]{1,3}))?\s*(ms|s)?\s*$/.exec(text);
  if (match === null) return null;
  const [, whole = '', part, unit = 'ms'] = match;
  return `${Number(whole)}${part === undefined ? '' : `.${part}`}${unit}`;
}

export interface OperationForm {
  readonly client: string;
  readonly op: OperationKind;
  readonly path: string;
  readonly data: string;
  readonly ephemeral: boolean;
  readonly sequential: boolean;
  readonly watch: boolean;
}

/** Whether a form of that operation has the field. */
export function asksFor(op: OperationKind, field: 'data' | 'mode' | 'watch'): boolean {
  if (field === 'data') return op === 'create' || op === 'setData';
  return field === 'mode' ? op === 'create' : op === 'getData';
}

export function operationLine({ client, op, path, data, ephemeral, sequential, watch }: OperationForm): Answered {
  if (!path.startsWith('/')) return bad('path', 'A path begins with "/".');
  if (path.length > 1 && path.endsWith('/')) return bad('path', 'A path does not end with "/".');
  if (client === '') return bad('client', 'There is no client to ask.');
  const mode = `${ephemeral ? 'EPHEMERAL' : 'PERSISTENT'}${sequential ? '_SEQUENTIAL' : ''}` as const;
  const made: Readonly<Record<OperationKind, PlanOp>> = {
    create: { type: 'create', path, data, mode },
    setData: { type: 'setData', path, data, version: -1 },
    getData: { type: 'getData', path, watch },
    delete: { type: 'delete', path, version: -1 },
    sync: { type: 'sync', path },
  };
  return { ok: true, line: `${client} ${showOperation(made[op])}` };
}

export interface LinkForm {
  readonly from: string;
  readonly to: string;
  readonly bothWays: boolean;
  readonly fault: LinkFault;
  readonly amount: string;
  readonly duration: string;
}

export const linkFaults = ['cut', 'clog', 'latency', 'loss', 'duplicate', 'flap', 'reset'] as const;
export type LinkFault = (typeof linkFaults)[number];

/** What its amount is; empty of those that have none. */
export function amountWords(fault: LinkFault): string {
  switch (fault) {
    case 'latency':
      return 'Later by (ms)';
    case 'flap':
      return 'Every (ms)';
    case 'loss':
    case 'duplicate':
      return 'Percent';
    default:
      return '';
  }
}

export function linkLine({ from, to, bothWays, fault, amount, duration }: LinkForm): Answered {
  if (from === to) return bad('to', 'A link has two ends.');
  const links = `${from} ${bothWays ? '|' : '>'} ${to}`;
  switch (fault) {
    case 'cut':
      return lasting(`partition ${links}`, duration);
    case 'reset':
      return { ok: true, line: `reset ${links}` };
    case 'clog':
      return lasting(`clog ${links}`, duration);
    case 'latency':
    case 'flap': {
      const time = durationOf(amount);
      if (time === null) return bad('amount', 'Write a number of milliseconds, like 50.');
      return lasting(`${fault} ${links} ${fault === 'flap' ? `every ${time}` : `+${time}`}`, duration);
    }
    case 'loss':
    case 'duplicate': {
      const share = /^\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%?\s*$/.exec(amount)?.[1];
      if (share === undefined || Number(share) > 100) return bad('amount', 'Write a percentage from 0 to 100.');
      return lasting(`${fault} ${links} ${share}%`, duration);
    }
  }
}

/** Empty: until somebody heals it. */
function lasting(line: string, duration: string): Answered {
  if (duration.trim() === '') return { ok: true, line };
  const time = durationOf(duration);
  return time === null
    ? bad('duration', 'Write a duration like 500ms or 2s, or nothing.')
    : { ok: true, line: `${line} for ${time}` };
}

export function partitionLine(line: string, duration: string): Answered {
  return lasting(line, duration);
}

export function diskLine(server: string, percent: string, duration: string): Answered {
  const match = /^\s*([0-9]{1,5})\s*%?\s*$/.exec(percent);
  if (match === null || Number(match[1]) < 100)
    return bad('percent', 'Write a percentage from 100 on: 500 is five times as slow.');
  return lasting(`slow disk ${server} ${Number(match[1])}%`, duration);
}

export const clockFaults = ['offset', 'jump', 'drift'] as const;
export type ClockFault = (typeof clockFaults)[number];

export function clockLine(server: string, fault: ClockFault, amount: string, duration: string): Answered {
  const match = /^\s*([+-]?)\s*([0-9].*)$/.exec(amount);
  const sign = match?.[1] === '-' ? '-' : '+';
  const rest = match?.[2] ?? '';
  if (fault === 'drift') {
    const ppm = /^([0-9]{1,6})\s*(?:ppm)?\s*$/.exec(rest)?.[1];
    if (ppm === undefined) return bad('amount', 'Write parts per million, like +200 or -200.');
    return lasting(`clock drift ${server} ${sign}${Number(ppm)}ppm`, duration);
  }
  const time = durationOf(rest);
  if (time === null) return bad('amount', 'Write a number of milliseconds, like +350 or -2000.');
  const line = `clock ${fault} ${server} ${sign}${time}`;
  return fault === 'jump' ? { ok: true, line } : lasting(line, duration);
}

/** Microseconds; null of what is no number of milliseconds above 0. */
export function delayUs(text: string): number | null {
  const match = /^\s*([0-9]{1,7})(?:\.([0-9]{1,3}))?\s*(?:ms)?\s*$/.exec(text);
  if (match === null) return null;
  const us = Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
  return us > 0 ? us : null;
}
