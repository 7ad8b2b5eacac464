/**
 * What a link to a play holds, as text: the engine that made it, the case and its lines, the place that was looked at, and
 * what the run had come to there. The text is compact JSON. A link carries it squeezed: whoever makes links deflates the
 * script and writes it in base64url (`reports/playground/engine/link.ts`); the rest of a link can be read without that.
 */
import type { Case } from './case.ts';
import { parseCase } from './case-schema.ts';
import { InputError } from './input-error.ts';
import type { PlayLine, PlaySource } from './play.ts';

export interface PlayLink {
  /** Of the engine that made the link. */
  readonly version: string;
  /** The first digits of the fingerprint behind `event`. */
  readonly fingerprint: string;
  readonly event: number;
  readonly source: PlaySource;
}

/** Digits of the fingerprint that a link has. */
export const LINK_DIGITS = 8;
/** A link's text is longer than any play. */
const TEXT_MOST = 4_000_000;
const LINES_MOST = 100_000;

/** What a link says beside its script. */
export interface LinkHead {
  readonly version: string;
  readonly fingerprint: string;
  readonly event: number;
}

/** The script of a play: short where nothing was chosen. */
type Script = readonly [
  scenario: Case['scenario'],
  seed: string,
  options: Case['options'],
  lines: string,
  rest?: object,
];

/** A sentence on what is wrong with a link. */
export class BadLink extends Error {
  override readonly name = 'BadLink';
}

export function writeLink({ version, fingerprint, event, source }: PlayLink): string {
  return JSON.stringify([version, fingerprint, event, scriptOf(source)]);
}

function scriptOf({ base, lines }: PlaySource): Script {
  const { scenario, seed, options, bug, plan, overrides, inputs } = base;
  const rest = {
    ...(bug === null ? {} : { bug }),
    ...(plan === null ? {} : { plan }),
    ...(Object.keys(overrides).length === 0 ? {} : { overrides }),
    ...(inputs === null ? {} : { inputs }),
  };
  const script = [scenario, seed, options, lines.join('\n')] as const;
  return Object.keys(rest).length === 0 ? script : [...script, rest];
}

/** Throws a BadLink on what is no such text. */
export function readLink(text: string): PlayLink {
  if (text.length > TEXT_MOST) throw new BadLink(`it is ${text.length} characters long, longer than any play`);
  const whole = parsed(text);
  if (!Array.isArray(whole) || whole.length !== 4) throw new BadLink('it is damaged: it holds no play');
  const [version, fingerprint, event, script] = whole as unknown[];
  const head = checkedHead(version, fingerprint, event);
  if (!Array.isArray(script) || script.length < 4 || script.length > 5)
    throw new BadLink('it is damaged: its script is none');
  const [scenario, seed, options, lines, rest = {}] = script as unknown[];
  if (typeof lines !== 'string' || typeof rest !== 'object' || rest === null)
    throw new BadLink('it is damaged: its lines are none');
  return { ...head, source: { base: caseOf(head.version, scenario, seed, options, rest), lines: linesOf(lines) } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadLink('it is damaged: a part of it is missing, or a character was changed');
  }
}

function linesOf(text: string): PlayLine[] {
  const lines = text === '' ? [] : text.split('\n');
  if (lines.length > LINES_MOST) throw new BadLink(`it has ${lines.length} lines, more than any play`);
  return lines;
}

function caseOf(version: string, scenario: unknown, seed: unknown, options: unknown, rest: object): Case {
  if (typeof scenario === 'string' && scenario.includes('/')) {
    throw new BadLink(`its scenario is the file ${scenario}, which a link does not carry`);
  }
  try {
    const value = { schema: 1, engine: version, scenario, seed, options, ...rest };
    return parseCase(value, { file: 'the link', lineOf: () => null });
  } catch (error) {
    if (error instanceof InputError)
      throw new BadLink(error.message.replace(/^the link: /, 'in it, ').replace(/\.$/, ''));
    throw error;
  }
}

function checkedHead(version: unknown, fingerprint: unknown, event: unknown): LinkHead {
  if (typeof version !== 'string' || !/^[0-9A-Za-z.+-]{1,40}$/.test(version)) {
    throw new BadLink('it does not say which version made it');
  }
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]*$/.test(fingerprint) || fingerprint.length !== LINK_DIGITS) {
    throw new BadLink('it is damaged: its fingerprint is none');
  }
  if (typeof event !== 'number' || !Number.isInteger(event) || event < -1) {
    throw new BadLink('it is damaged: the event it points at is none');
  }
  return { version, fingerprint, event };
}

// --- as a part of an address -----------------------------------------------------------------------------------

/** `v=0.1.0&h=1a2b3c4d&e=412&s=…`; `squeezed` is the script, in letters that an address may hold. */
export function fragmentOf({ version, fingerprint, event }: LinkHead, squeezed: string): string {
  return `v=${encodeURIComponent(version)}&h=${fingerprint}&e=${event}&s=${squeezed}`;
}

/** Reads a fragment; fields it does not know are others'. Throws a BadLink. */
export function readFragment(text: string): LinkHead & { readonly squeezed: string } {
  const fields = new Map(
    text.split('&').map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
    }),
  );
  const squeezed = fields.get('s') ?? '';
  if (squeezed === '') throw new BadLink('it holds no play: the part behind "s=" is missing');
  const head = checkedHead(decoded(fields.get('v') ?? ''), fields.get('h') ?? '', Number(fields.get('e') ?? ''));
  return { ...head, squeezed };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadLink('it is damaged: a character of it was changed');
  }
}

/** The script apart from its head, and the whole again. */
export function splitLink(text: string): { readonly head: LinkHead; readonly script: string } {
  const { version, fingerprint, event, source } = readLink(text);
  return { head: { version, fingerprint, event }, script: JSON.stringify(scriptOf(source)) };
}

export function joinLink({ version, fingerprint, event }: LinkHead, script: string): string {
  return `[${JSON.stringify(version)},${JSON.stringify(fingerprint)},${event},${script}]`;
}
