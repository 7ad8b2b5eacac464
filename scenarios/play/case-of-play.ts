/** A play as a case: the base, and every line that was added by hand where a case has a place for it. */
import type { FaultStep } from '../../sim/fault/action.ts';
import { showStep } from '../../sim/fault/text.ts';
import { validateSteps } from '../../sim/fault/validate.ts';
import { shortDigest } from '../../sim/record/canonical.ts';
import type { Case } from '../../sim/record/case.ts';
import { parseHandLine, showHandLine, type HandLine } from '../../sim/record/hand-line.ts';
import type { PlanFault, PlanOperation } from '../../sim/record/plan.ts';
import { explicitCase } from '../explicit.ts';
import { namesOf, type Names } from '../ensemble.ts';
import { factVerbs } from '../fault-verbs.ts';
import { prepareCase, type RunHost } from '../simulation.ts';

type Host = Pick<RunHost, 'registry'>;

/** Bad input: a sentence, and the field it is about. */
export class Refusal extends RangeError {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A line as it is: printed again, so that lines that mean the same are the same. Fails with a Refusal. */
export function readLine(text: string): HandLine {
  const parsed = parseHandLine(text);
  if (parsed.ok) return parsed.value;
  throw new Refusal(parsed.error.field, parsed.error.message);
}

/** What makes cases of one base. */
export class CaseMaker {
  readonly base: Case;
  private readonly host: Host;
  /** With its plan written out. */
  private readonly written: Case;
  private readonly names: Names;

  /** Fails with a RangeError when the base asks for what nobody knows, or cannot be played. */
  constructor(base: Case, host: Host) {
    if (base.inputs !== null) {
      throw new Refusal('case', 'the clients of this case were outside the simulation: it can be replayed, not played');
    }
    const { settings, scenario } = prepareCase(base, host.registry);
    this.base = base;
    this.host = host;
    this.written = explicitCase(base, host);
    this.names = namesOf(scenario, settings);
  }

  /** Without lines and with its own bug it is the base; else what the base expects is no longer expected. */
  caseOf(lines: readonly string[], bug: string | null): Case {
    const read = lines.map((text, index) => this.lineAt(text, index, lines.length));
    if (read.length === 0 && bug === this.base.bug) return this.base;
    const { landmarks: _landmarks, ...plain } = read.length === 0 ? this.base : this.written;
    const of = { ...plain, bug, expect: null, fingerprint: null };
    if (of.plan === null || read.length === 0) return of;
    const operations = [...of.plan.operations, ...read.flatMap(operationOf)];
    // Stable: what was there before stays before what is added at the same time.
    operations.sort((a, b) => a.atUs - b.atUs);
    const steps = withIds(read.flatMap(faultOf));
    this.validate(steps);
    const faults = steps.map((step): PlanFault => ({ id: step.id, line: showStep(step) }));
    return {
      ...of,
      plan: { operations, faults: [...of.plan.faults, ...faults] },
      overrides: { ...of.overrides, ...Object.fromEntries(read.flatMap(decisionOf)) },
    };
  }

  /** The line, if it can be added. Fails with a Refusal. */
  check(text: string): HandLine {
    const line = readLine(text);
    this.validate(withIds(faultOf(line)));
    const { clients } = this.names;
    if (line.kind === 'operation' && !clients.includes(line.client)) {
      const there = clients.length === 0 ? 'there are none' : `there are ${clients.join(', ')}`;
      throw new Refusal('client', `there is no client ${line.client}; ${there}`);
    }
    return line;
  }

  /** A line of a script, which says when. Fails with a Refusal that names its place. */
  lineAt(text: string, index: number, count: number): HandLine {
    try {
      const line = this.check(text);
      if (line.kind === 'operation' ? line.atUs !== null : line.kind === 'decision' || line.trigger !== null)
        return line;
      throw new Refusal('trigger', 'it does not say when: write "at 1.2s: " before it');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const place = count === 1 ? '' : `line ${index + 1}, `;
      throw new Refusal(`lines[${index}].${error.field}`, `${place}"${text}": ${error.message}`);
    }
  }

  private validate(steps: readonly FaultStep[]): void {
    const refused = validateSteps(steps, { names: this.names.all, verbs: factVerbs })[0];
    if (refused !== undefined) throw new Refusal(refused.field, refused.message);
  }

  /** The same run, with its plan written out. */
  explicit(of: Case): Case {
    if (of === this.base) return this.written;
    return of.plan === null ? explicitCase(of, this.host) : of;
  }
}

function operationOf(line: HandLine): PlanOperation[] {
  return line.kind === 'operation' ? [{ client: line.client, atUs: line.atUs ?? 0, op: line.op }] : [];
}

function faultOf(line: HandLine): Omit<FaultStep, 'id'>[] {
  if (line.kind !== 'fault') return [];
  const { trigger, action, forUs } = line;
  return [{ trigger: trigger ?? { kind: 'at', atUs: 0 }, action, forUs }];
}

function decisionOf(line: HandLine): [string, number][] {
  return line.kind === 'decision' ? [[line.address, line.value]] : [];
}

/**
 * An id draws for a fault whom it hits. It comes from what the fault does, not from its place or its time: taking other lines
 * out, or moving this one, leaves it.
 */
function withIds(steps: readonly Omit<FaultStep, 'id'>[]): FaultStep[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const what = showHandLine({ kind: 'fault', ...step, trigger: null });
    const times = (seen.get(what) ?? 0) + 1;
    seen.set(what, times);
    return { ...step, id: `hand-${shortDigest(what, 6)}${times === 1 ? '' : `-${times}`}` };
  });
}

/** The same for plays that are one: the same lines, and no other bug. */
export function keyOf({ scenario, options, bug, seed, plan, overrides }: Case): string {
  return shortDigest({ scenario, options, bug, seed, plan, overrides }, 14);
}
