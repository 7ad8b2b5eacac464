/** What no run could do is refused before it begins, with the field that asks for it. */
import type { ProcessName } from '../../protocol/process.ts';
import type { Action, FaultStep, Target, Targets } from './action.ts';
import type { BadLine } from './parse.ts';
import type { FactVerb } from './roles.ts';

export interface BadStep extends BadLine {
  readonly id: string;
}

export interface Known {
  readonly names: readonly ProcessName[];
  readonly verbs: readonly FactVerb[];
}

export function validateSteps(steps: readonly FaultStep[], known: Known): BadStep[] {
  const found: BadStep[] = [];
  const ids = new Set<string>();
  for (const step of steps) {
    if (ids.has(step.id)) found.push({ id: step.id, field: 'id', message: `two faults are called ${step.id}` });
    ids.add(step.id);
    const trigger = refuseTrigger(step, known);
    if (trigger !== null) found.push({ id: step.id, field: 'trigger', message: trigger });
    const action = refuseAction(step.action, known) ?? refuseDoer(step);
    if (action !== null) found.push({ id: step.id, field: 'action', message: action });
  }
  return found;
}

/** Of all that, what can be said of a line with gaps, whoever fills them: it names somebody whom nobody knows. */
export function validateNames(steps: readonly FaultStep[], known: Known): BadStep[] {
  return steps.flatMap((step) => {
    const trigger = refuseTrigger(step, known);
    if (trigger !== null) return [{ id: step.id, field: 'trigger', message: trigger }];
    const action = refuseTargets(targetsOf(step.action), known);
    return action === null ? [] : [{ id: step.id, field: 'action', message: action }];
  });
}

function unknown(name: ProcessName, known: Known): string | null {
  return known.names.includes(name) ? null : `there is no process ${name}; there are ${known.names.join(', ')}`;
}

function refuseTarget(target: Target, known: Known): string | null {
  return target.kind === 'process' ? unknown(target.name, known) : null;
}

function refuseTargets(targets: Targets, known: Known): string | null {
  for (const target of targets) {
    const refusal = refuseTarget(target, known);
    if (refusal !== null) return refusal;
  }
  return null;
}

function refuseTrigger(step: FaultStep, known: Known): string | null {
  const trigger = step.trigger;
  if (trigger.kind === 'at') return null;
  if (trigger.kind === 'write') return unknown(trigger.on, known);
  const subject = trigger.subject === null ? null : refuseTarget(trigger.subject, known);
  if (subject !== null) return subject;
  const verb = known.verbs.find((each) => each.verb === trigger.verb);
  if (verb === undefined)
    return `"${trigger.verb}" is no verb; known are ${known.verbs.map((each) => each.verb).join(', ')}`;
  return verb.refuse(trigger.argument);
}

/** `it` is who did what the fault waits for; nobody brings a time about. */
function refuseDoer({ trigger, action }: FaultStep): string | null {
  if (trigger.kind !== 'at' || !targetsOf(action).some((target) => target.kind === 'role' && target.role === 'it')) {
    return null;
  }
  return '"it" is the server that did what the fault waits for, and a time is nobody\'s doing';
}

function targetsOf(action: Action): readonly Target[] {
  if ('targets' in action) return action.targets;
  if ('links' in action) return [...action.links.from, ...(action.links.to ?? [])];
  return action.kind === 'partition' ? action.groups.flat() : [];
}

function refuseAction(action: Action, known: Known): string | null {
  return refuseTargets(targetsOf(action), known) ?? (action.kind === 'partition' ? refuseTwice(action.groups) : null);
}

function refuseTwice(groups: readonly Targets[]): string | null {
  const seen = new Set<ProcessName>();
  for (const target of groups.flat()) {
    if (target.kind !== 'process') continue;
    if (seen.has(target.name)) return `${target.name} is in two groups of one partition`;
    seen.add(target.name);
  }
  return null;
}
