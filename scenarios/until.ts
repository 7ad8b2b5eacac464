/** Stops a run early, at a condition of the fault vocabulary: `at 5s`, `when server 2 logs 3:1f`, `when leader commits x3`. */
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Target, Trigger } from '../sim/fault/action.ts';
import { parseTrigger } from '../sim/fault/parse.ts';
import type { FactVerb, Roles } from '../sim/fault/roles.ts';
import type { Observer } from '../sim/kernel/observer.ts';
import type { Agent, World } from '../sim/kernel/world.ts';
import { factVerbs } from './fault-verbs.ts';

/** Fails with a sentence when the text is no condition. `when` may be left out. */
export function readUntil(text: string, names: readonly ProcessName[]): Trigger {
  const parsed = parseTrigger(/^(at|when|before|after) /.test(text) ? text : `when ${text}`);
  if (!parsed.ok) throw new RangeError(`the condition "${text}" cannot be read: ${parsed.error.message}`);
  const refused = refusal(parsed.value, names);
  if (refused !== null) throw new RangeError(`the condition "${text}" is not possible: ${refused}`);
  return parsed.value;
}

/** Why no run can stop there; null when one may. */
function refusal(trigger: Trigger, names: readonly ProcessName[]): string | null {
  if (trigger.kind === 'write') return 'a run stops at a time or when a server does something';
  if (trigger.kind !== 'when') return null;
  const verb = factVerbs.find((each) => each.verb === trigger.verb);
  if (verb === undefined) {
    return `"${trigger.verb}" is no verb; known are ${factVerbs.map((each) => each.verb).join(', ')}`;
  }
  const named = trigger.subject?.kind === 'process' ? trigger.subject.name : null;
  if (named !== null && !names.includes(named)) return `there is no process ${named}`;
  return verb.refuse(trigger.argument);
}

export class Until implements Observer, Agent {
  readonly name = 'until';
  reached = false;
  private readonly world: World;
  private readonly roles: Roles;
  private readonly subject: Target | null;
  private readonly verb: FactVerb | null;
  private readonly argument: string;
  private left: number;

  constructor(world: World, roles: Roles, trigger: Trigger) {
    this.world = world;
    this.roles = roles;
    this.subject = trigger.kind === 'when' ? trigger.subject : null;
    this.verb = trigger.kind === 'when' ? (factVerbs.find((each) => each.verb === trigger.verb) ?? null) : null;
    this.argument = trigger.kind === 'when' ? trigger.argument : '';
    this.left = trigger.kind === 'when' ? trigger.count : 0;
    if (trigger.kind === 'at') world.schedule(trigger.atUs, this, null);
  }

  onEvent(): void {
    this.reach();
  }

  onFact(process: ProcessName, fact: Plain): void {
    if (this.verb === null || this.left === 0 || !this.verb.matches(fact, this.argument) || !this.isSubject(process))
      return;
    this.left--;
    if (this.left === 0) this.reach();
  }

  private reach(): void {
    this.reached = true;
    this.world.stop('until');
  }

  private isSubject(process: ProcessName): boolean {
    const { subject, roles } = this;
    if (subject === null) return true;
    if (subject.kind === 'process') return subject.name === process;
    switch (subject.role) {
      case 'leader':
        return roles.leader() === process;
      case 'a follower':
      case 'followers':
        return roles.followers().includes(process);
      case 'a follower in sync':
        return roles.followersInSync().includes(process);
      case 'an observer':
      case 'observers':
        return roles.observers().includes(process);
      case 'clients':
        return roles.clients().includes(process);
      case 'a server':
      case 'servers':
        return roles.servers().includes(process);
      case 'all':
        return true;
      case 'it':
        return false;
    }
  }
}
