/**
 * What the code of a module does wrong: draw no operation, throw while it watches, tell at the end what is no row. Nobody here
 * knows that code, so nothing of it counts as good, and nothing as an error of ours: the run goes on without it, and its
 * verdict is that it crashed.
 */
import type { Check, RunEndInfo } from '../sim/check/check.ts';
import { exitCodes, type CheckResult } from '../sim/check/verdict.ts';
import { observerMethods, type Moment, type Observer } from '../sim/kernel/observer.ts';
import { InputError } from '../sim/record/input-error.ts';
import type { Property } from './scenario.ts';

/** Code of a module threw, or gave what is of no use. */
export class OwnCodeFailure extends Error {
  /** The name of its row. */
  readonly check: string;
  private readonly thrown: string;

  /** `what`: which code, to be read in a sentence. `cause`: what was thrown, or what is wrong. */
  constructor(check: string, what: string, cause: unknown) {
    const thrown = textOf(cause).replace(/\.$/, '');
    super(`${what} failed: ${thrown}`, { cause });
    this.check = check;
    this.thrown = thrown;
  }

  row({ atUs, event }: Pick<Moment, 'atUs' | 'event'>): CheckResult {
    const { check, message } = this;
    const signature = `${check}: ${this.thrown.replace(/[0-9]+/g, 'n')}`;
    return { name: check, verdict: 'crash', detail: message, finding: { signature, message, atUs, event } };
  }
}

/** An InputError is a sentence. */
function textOf(cause: unknown): string {
  if (cause instanceof InputError) return cause.message;
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

/**
 * Hears what a module's property is to hear and hands it on, until that throws; and looks at what it says at the end: a verdict
 * that there is none of would count as good.
 */
export class GuardedProperty implements Check, Observer {
  readonly name: string;
  readonly later: boolean;
  readonly factTypes?: readonly string[];
  private readonly property: Property;
  private failed: CheckResult | null = null;

  constructor(property: Property) {
    const { name, later, factTypes } = property;
    this.name = typeof name === 'string' && name !== '' ? name : 'property';
    this.later = later === true;
    this.property = property;
    if (factTypes !== undefined) this.factTypes = factTypes;
    // It hears nothing of what the property does not ask for.
    for (const method of observerMethods) {
      if (property[method] !== undefined) Object.assign(this, { [method]: handsOn[method] });
    }
  }

  /** `news`: the moment last. */
  handOn(method: (typeof observerMethods)[number], news: unknown[]): void {
    if (this.failed !== null) return;
    try {
      (this.property[method] as (...news: unknown[]) => void).apply(this.property, news);
    } catch (error) {
      this.failed = this.failure(error).row(news.at(-1) as Moment);
    }
  }

  results(end: RunEndInfo): readonly CheckResult[] {
    if (this.failed !== null) return [this.failed];
    let rows: unknown;
    try {
      rows = this.property.results(end);
    } catch (error) {
      return [this.failure(error).row(end)];
    }
    if (!Array.isArray(rows)) return [this.failure('its results are no list').row(end)];
    for (const row of rows as unknown[]) {
      const problem = problemOf(row);
      if (problem !== null) return [this.failure(problem).row(end)];
    }
    return rows as readonly CheckResult[];
  }

  private failure(cause: unknown): OwnCodeFailure {
    return new OwnCodeFailure(this.name, `the property ${this.name}`, cause);
  }
}

/** They keep nothing: which property it is they know from whom they are called on. */
const handsOn = Object.fromEntries(
  observerMethods.map((method) => [
    method,
    function (this: GuardedProperty, ...news: unknown[]): void {
      this.handOn(method, news);
    },
  ]),
);

/** What keeps it from being a CheckResult; null when nothing does. */
function problemOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null) return 'a result is no object';
  const { name, verdict, detail, finding } = row as Readonly<Record<keyof CheckResult, unknown>>;
  if (typeof name !== 'string' || name === '') return 'a result has no name';
  if (typeof verdict !== 'string' || !Object.hasOwn(exitCodes, verdict)) {
    return `a result has the verdict ${JSON.stringify(verdict)}, and not one of ${Object.keys(exitCodes).join(', ')}`;
  }
  if (typeof detail !== 'string') return 'a result has no text as detail';
  if (finding === null) return null;
  const { signature, message, atUs, event } = (finding ?? {}) as Readonly<Record<string, unknown>>;
  const whole = typeof signature === 'string' && typeof message === 'string' && Number.isSafeInteger(atUs);
  return whole && Number.isSafeInteger(event)
    ? null
    : 'a result has a finding that is neither null nor signature, message, atUs and event';
}
