/**
 * Reads the vocabulary's one-line text form. A line that is none is a value, not an exception: it names the part of
 * the line that is wrong (`trigger`, `action`, `for`) and says in one sentence what was expected there.
 */
import type { DiskOperation } from '../disk/disk.ts';
import { parseDurationUs } from '../record/duration.ts';
import {
  lasting,
  roles,
  shapes,
  type Action,
  type FaultStep,
  type Links,
  type Target,
  type Targets,
  type Trigger,
} from './action.ts';

export interface BadLine {
  readonly field: string;
  readonly message: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: BadLine };

function bad(field: string, message: string): { ok: false; error: BadLine } {
  return { ok: false, error: { field, message } };
}

function good<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

const NAME = /^[A-Za-z0-9_.-]+$/;
const operations: readonly DiskOperation[] = ['write', 'append', 'sync', 'truncate', 'rename', 'remove', 'read'];

export function parseTarget(text: string): Target | null {
  const name = text.trim();
  const role = roles.find((each) => each === name || `the ${each}` === name);
  if (role !== undefined) return { kind: 'role', role };
  const bare = name.startsWith('server ') ? name.slice(7) : name;
  return NAME.test(bare) ? { kind: 'process', name: bare } : null;
}

function parseTargets(text: string): Targets | null {
  const targets: Target[] = [];
  for (const part of text.split(',')) {
    const target = parseTarget(part);
    if (target === null) return null;
    targets.push(target);
  }
  return targets;
}

function parseLinks(text: string): Links | null {
  const separator = text.includes('>') ? '>' : text.includes('|') ? '|' : null;
  if (separator === null) {
    const from = parseTargets(text);
    return from === null ? null : { from, to: null, both: true };
  }
  const sides = text.split(separator);
  if (sides.length !== 2) return null;
  const from = parseTargets(sides[0] as string);
  const to = parseTargets(sides[1] as string);
  return from === null || to === null ? null : { from, to, both: separator === '|' };
}

/** `5%`, `0.25%` as parts per million. */
function parsePercent(text: string): number | null {
  const match = /^([0-9]{1,3})(?:\.([0-9]{1,4}))?%$/.exec(text);
  if (match === null) return null;
  const ppm = Number(match[1]) * 10000 + Number((match[2] ?? '').padEnd(4, '0'));
  return ppm <= 1000000 ? ppm : null;
}

function parseCount(text: string): number | null {
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null;
}

/** The last word of a text, and what comes before it. */
function lastWord(text: string): [string, string] {
  const at = text.lastIndexOf(' ');
  return at < 0 ? ['', text] : [text.slice(0, at).trim(), text.slice(at + 1)];
}

const onTargets = [
  'crash',
  'restart',
  'pause',
  'resume',
  'isolate',
  'stuck disk',
  'full disk',
  'lying disk',
  'wipe',
] as const;
const others = [
  'partition',
  'heal',
  'clog',
  'reset',
  'latency',
  'loss',
  'duplicate',
  'flap',
  'slow disk',
  'disk error',
  'rot',
  'clock offset',
  'clock jump',
  'clock drift',
  'slow start',
  'expire',
] as const;

const TARGETS = 'names of processes or roles, separated by commas';
const LINKS = 'links: A > B, A | B, or A for all of its links';

export function parseAction(text: string): Parsed<Action> {
  const line = text.trim();
  const kind = [...onTargets, ...others].find((each) => line === each || line.startsWith(`${each} `));
  if (kind === undefined)
    return bad('action', `"${line}" is no action; known are ${[...onTargets, ...others].join(', ')}`);
  const rest = line.slice(kind.length).trim();
  for (const each of onTargets) {
    if (each !== kind) continue;
    const targets = parseTargets(rest);
    return targets === null ? bad('action', `${kind} takes ${TARGETS}`) : good({ kind: each, targets });
  }
  return parseOther(kind as (typeof others)[number], rest);
}

function parseOther(kind: (typeof others)[number], rest: string): Parsed<Action> {
  const [before, last] = lastWord(rest);
  switch (kind) {
    case 'partition':
      return parsePartition(rest);
    case 'heal':
      if (rest !== '' && rest !== 'all') return bad('action', 'heal stands alone or with "all"');
      return good({ kind, all: rest === 'all' });
    case 'clog':
    case 'reset': {
      const links = parseLinks(rest);
      return links === null ? bad('action', `${kind} takes ${LINKS}`) : good({ kind, links });
    }
    case 'latency': {
      const links = parseLinks(before);
      const extraUs = last.startsWith('+') ? parseDurationUs(last.slice(1)) : null;
      if (links === null || extraUs === null)
        return bad('action', `latency takes ${LINKS}, then a duration like +50ms`);
      return good({ kind, links, extraUs });
    }
    case 'loss':
    case 'duplicate': {
      const links = parseLinks(before);
      const ppm = parsePercent(last);
      if (links === null || ppm === null) return bad('action', `${kind} takes ${LINKS}, then a share like 5%`);
      return good({ kind, links, ppm });
    }
    case 'flap': {
      const match = /^(.*) every (\S+)$/.exec(rest);
      const links = parseLinks(match?.[1] ?? ' ');
      const everyUs = parseDurationUs(match?.[2] ?? '');
      if (links === null || everyUs === null || everyUs < 1000) {
        return bad('action', `flap takes ${LINKS}, then "every" and a duration of at least 1ms`);
      }
      return good({ kind, links, everyUs });
    }
    default:
      return parseOnMachine(kind, rest, before, last);
  }
}

function parsePartition(rest: string): Parsed<Action> {
  const shape = shapes.find((each) => each === rest);
  if (shape !== undefined) return good({ kind: 'shape', shape });
  const oneWay = rest.includes('>');
  const groups: Targets[] = [];
  for (const part of rest.split(oneWay ? '>' : '|')) {
    const group = parseTargets(part);
    if (group !== null) groups.push(group);
    else return bad('action', `partition takes groups like 1,2 | 3,4,5 or 1 > 2,3, or one of ${shapes.join(', ')}`);
  }
  if (groups.length < 2 || (oneWay && groups.length > 2))
    return bad('action', 'a partition has two groups at least, two when one-way');
  return good({ kind: 'partition', groups, oneWay });
}

function parseOnMachine(
  kind: 'slow disk' | 'disk error' | 'rot' | 'clock offset' | 'clock jump' | 'clock drift' | 'slow start' | 'expire',
  rest: string,
  before: string,
  last: string,
): Parsed<Action> {
  const targets = parseTargets(before);
  switch (kind) {
    case 'slow disk': {
      const percent = parseCount(last.endsWith('%') ? last.slice(0, -1) : '');
      if (targets === null || percent === null)
        return bad('action', `slow disk takes ${TARGETS}, then percent of the usual time: 500%`);
      return good({ kind, targets, percent });
    }
    case 'disk error': {
      const times = /^x([1-9][0-9]{0,5})$/.exec(last);
      const [names, name] = times === null ? [before, last] : lastWord(before);
      const operation = operations.find((each) => each === name);
      const hit = parseTargets(names);
      if (hit === null || operation === undefined)
        return bad('action', `disk error takes ${TARGETS}, then one of ${operations.join(', ')}`);
      return good({ kind, targets: hit, operation, count: times === null ? 1 : Number(times[1]) });
    }
    case 'rot':
      if (targets === null || !NAME.test(last)) return bad('action', `rot takes ${TARGETS}, then a kind of file`);
      return good({ kind, targets, file: last });
    case 'clock offset':
    case 'clock jump': {
      const us = parseSigned(last);
      if (targets === null || us === null)
        return bad('action', `${kind} takes ${TARGETS}, then a duration with its sign: +350ms`);
      return good({ kind, targets, byUs: us });
    }
    case 'clock drift': {
      const match = /^([+-])([0-9]{1,6})ppm$/.exec(last);
      const ppm = match === null ? null : Number(match[2]);
      if (targets === null || ppm === null || ppm > 100000)
        return bad('action', `clock drift takes ${TARGETS}, then up to 100000ppm with its sign`);
      return good({ kind, targets, ppm: match?.[1] === '-' ? -ppm + 0 : ppm });
    }
    case 'slow start': {
      const byUs = last.startsWith('+') ? parseDurationUs(last.slice(1)) : null;
      if (targets === null || byUs === null)
        return bad('action', `slow start takes ${TARGETS}, then a duration like +2s`);
      return good({ kind, targets, byUs });
    }
    case 'expire':
      return NAME.test(rest)
        ? good({ kind, session: rest })
        : bad('action', 'expire takes a session id or the name of a client');
  }
}

function parseSigned(text: string): number | null {
  const us = parseDurationUs(text.slice(1));
  if (us === null || (text[0] !== '+' && text[0] !== '-')) return null;
  return text[0] === '-' && us !== 0 ? -us : us;
}

export function parseTrigger(text: string): Parsed<Trigger> {
  const line = text.trim();
  if (line.startsWith('at ')) {
    const atUs = parseDurationUs(line.slice(3).trim());
    return atUs === null
      ? bad('trigger', `"${line.slice(3)}" is no duration; write it like 1.2s`)
      : good({ kind: 'at', atUs });
  }
  const write = /^(before|after) write ([1-9][0-9]{0,8}) of ([A-Za-z0-9_-]+) on ([A-Za-z0-9_.-]+)$/.exec(line);
  if (write !== null) {
    const when = write[1] === 'before' ? 'before' : 'after';
    return good({ kind: 'write', when, write: Number(write[2]), file: write[3] as string, on: write[4] as string });
  }
  if (line.startsWith('when ')) return parseWhen(line.slice(5).trim());
  return bad(
    'trigger',
    `"${line}" is no trigger; write "at 1.2s", "when server 2 logs 3:1f" or "before write 2 of currentEpoch on 1"`,
  );
}

function parseWhen(whole: string): Parsed<Trigger> {
  const delayed = /^(.*) \+([^ ]+)$/.exec(whole);
  const delayUs = delayed === null ? 0 : parseDurationUs(delayed[2] as string);
  if (delayUs === null) return bad('trigger', `"+${delayed?.[2] ?? ''}" is no delay; write it like +3ms`);
  const text = delayed === null ? whole : (delayed[1] as string);
  const match = /^(?:(any)|server ([A-Za-z0-9_.-]+)|(?:the )?(ROLES)) ([a-z-]+)(?: (.*))?$/.source.replace(
    'ROLES',
    roles.filter((role) => role !== 'it').join('|'),
  );
  const found = new RegExp(match).exec(text);
  if (found === null)
    return bad('trigger', `"when" takes "any", "server N" or a role, then a verb, and perhaps what it is about`);
  const role = roles.find((each) => each === found[3]);
  const subject: Target | null =
    found[1] !== undefined
      ? null
      : role !== undefined
        ? { kind: 'role', role }
        : { kind: 'process', name: found[2] as string };
  let argument = (found[5] ?? '').trim();
  let count = 1;
  const times = /^(.*?) ?\bx([1-9][0-9]{0,8})$/.exec(argument);
  const plural = /^([1-9][0-9]{0,8}) (writes|times)$/.exec(argument);
  if (times !== null) {
    argument = (times[1] as string).trim();
    count = Number(times[2]);
  } else if (plural !== null) {
    argument = '';
    count = Number(plural[1]);
  }
  return good({ kind: 'when', subject, verb: found[4] as string, argument, count, delayUs });
}

/** Reads `trigger: action [for duration]`. */
export function parseStep(id: string, line: string): Parsed<FaultStep> {
  const colon = line.indexOf(': ');
  if (colon < 0) return bad('line', 'a fault is written "trigger: action", like "at 1.2s: crash leader"');
  const trigger = parseTrigger(line.slice(0, colon));
  if (!trigger.ok) return trigger;
  const match = /^(.*) for (\S+)$/.exec(line.slice(colon + 2).trim());
  const forUs = match === null ? null : parseDurationUs(match[2] as string);
  if (match !== null && forUs === null)
    return bad('for', `"${match[2] as string}" is no duration; write it like 800ms`);
  const action = parseAction(match === null ? line.slice(colon + 2) : (match[1] as string));
  if (!action.ok) return action;
  if (forUs !== null && !lasting.has(action.value.kind))
    return bad('for', `${action.value.kind} happens at once and takes no duration`);
  return good({ id, trigger: trigger.value, action: action.value, forUs });
}
