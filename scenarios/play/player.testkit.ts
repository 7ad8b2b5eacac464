/** Somebody who plays, for tests: asks the engine, and fails on every refusal that was not expected. */
import type { CaseOptions } from '../../sim/record/case.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import type {
  FlyingMessage,
  MessageAct,
  PlayAnswer,
  PlayBranch,
  PlayMoment,
  PlayRequest,
  PlayTrace,
} from '../../sim/record/play.ts';
import { version } from '../version.ts';
import { Play } from './play.ts';

export function playCase(options: CaseOptions = {}, seed = '7'): Case {
  return newCase(version, 'play', seed, { voters: 5, observers: 0, clients: 2, ...options });
}

export class Player {
  readonly engine: Play;
  branch: PlayBranch;
  trace: PlayTrace;
  /** The last event that has happened. */
  event = 0;

  constructor(base: Case = playCase(), lines: readonly string[] = [], engine = new Play()) {
    this.engine = engine;
    const { branch, trace } = this.ask({ kind: 'open', source: { base, lines } }, 'opened');
    this.branch = branch;
    this.trace = trace;
  }

  ask<K extends PlayAnswer['kind']>(request: PlayRequest, kind: K): Extract<PlayAnswer, { readonly kind: K }> {
    const answer = this.engine.answer(request);
    if (answer.kind !== kind)
      throw new Error(
        `${request.kind}: ${answer.kind === 'refused' ? `${answer.field}: ${answer.message}` : answer.kind}`,
      );
    return answer as Extract<PlayAnswer, { readonly kind: K }>;
  }

  refusal(request: PlayRequest): { readonly field: string; readonly message: string } {
    const { field, message } = this.ask(request, 'refused');
    return { field, message };
  }

  /** Moves to the event at which the condition holds; fails when it does not come about. */
  until(condition: string): this {
    const { trace, reached } = this.ask(
      { kind: 'until', branch: this.branch.id, from: this.event, condition },
      'trace',
    );
    if (reached < 0) throw new Error(`"${condition}" does not come about`);
    this.trace = trace;
    this.event = reached;
    return this;
  }

  moment(event = this.event): PlayMoment {
    return this.ask({ kind: 'moment', branch: this.branch.id, event }, 'moment').moment;
  }

  act(line: string): this {
    return this.branched({ kind: 'act', branch: this.branch.id, event: this.event, line });
  }

  actOn(message: FlyingMessage, act: MessageAct, byUs = 0): this {
    const { address } = message;
    return this.branched({ kind: 'message', branch: this.branch.id, event: this.event, address, act, byUs });
  }

  change(lines: readonly string[], bug: string | null = this.branch.of.bug): this {
    return this.branched({ kind: 'change', branch: this.branch.id, lines, bug });
  }

  private branched(request: PlayRequest): this {
    const { branch, trace } = this.ask(request, 'branched');
    this.branch = branch;
    this.trace = trace;
    return this;
  }

  show(branch: PlayBranch): this {
    this.branch = branch;
    this.trace = this.ask({ kind: 'extend', branch: branch.id, events: 0 }, 'trace').trace;
    return this;
  }

  /** The first message under way of that type, and to that server. */
  message(type: string, to?: string): FlyingMessage {
    const { inFlight } = this.moment();
    const found = inFlight.find((each) => each.type === type && (to === undefined || each.to === to));
    if (found === undefined)
      throw new Error(`no ${type} is under way among ${inFlight.map((each) => each.type).join(', ')}`);
    return found;
  }

  server(name: string, event = this.event): PlayMoment['state']['servers'][number] {
    const found = this.moment(event).state.servers.find((each) => each.name === name);
    if (found === undefined) throw new Error(`there is no server ${name}`);
    return found;
  }

  leader(): string {
    const found = this.moment().state.servers.find(
      ({ role, serving, life }) => role === 'LEADING' && serving && life === 'up',
    );
    if (found === undefined) throw new Error('nobody leads');
    return found.name;
  }

  lamp(check: string): PlayTrace['lamps'][number] {
    const found = this.trace.lamps.find((each) => each.check === check);
    if (found === undefined) throw new Error(`there is no check ${check}`);
    return found;
  }
}
