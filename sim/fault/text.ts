/** Prints the vocabulary; `parse.ts` reads what is printed here. */
import { assertNever } from '../../protocol/std/assert.ts';
import type { Action, FaultStep, Links, Target, Targets, Trigger } from './action.ts';

/** The shortest exact form: `1.2s`, `800ms`, `250us`. */
export function showDuration(us: number): string {
  if (us >= 1000000 && us % 100000 === 0) return `${us / 1000000}s`;
  if (us % 100 === 0 && us > 0) return `${us / 1000}ms`;
  return `${us}us`;
}

/** Parts per million as percent with up to four decimals. */
export function showPercent(ppm: number): string {
  const digits = String(ppm % 10000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${Math.floor(ppm / 10000)}${digits === '' ? '' : `.${digits}`}%`;
}

function signed(value: number, show: (magnitude: number) => string): string {
  return value < 0 ? `-${show(-value)}` : `+${show(value)}`;
}

export function showTarget(target: Target): string {
  return target.kind === 'process' ? target.name : target.role;
}

export function showTargets(targets: Targets): string {
  return targets.map(showTarget).join(',');
}

export function showLinks(links: Links): string {
  if (links.to === null) return showTargets(links.from);
  return `${showTargets(links.from)} ${links.both ? '|' : '>'} ${showTargets(links.to)}`;
}

export function showAction(action: Action): string {
  switch (action.kind) {
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'isolate':
    case 'stuck disk':
    case 'full disk':
    case 'lying disk':
    case 'wipe':
      return `${action.kind} ${showTargets(action.targets)}`;
    case 'partition':
      return `partition ${action.groups.map(showTargets).join(action.oneWay ? ' > ' : ' | ')}`;
    case 'shape':
      return `partition ${action.shape}`;
    case 'heal':
      return action.all ? 'heal all' : 'heal';
    case 'clog':
    case 'reset':
      return `${action.kind} ${showLinks(action.links)}`;
    case 'latency':
      return `latency ${showLinks(action.links)} +${showDuration(action.extraUs)}`;
    case 'loss':
    case 'duplicate':
      return `${action.kind} ${showLinks(action.links)} ${showPercent(action.ppm)}`;
    case 'flap':
      return `flap ${showLinks(action.links)} every ${showDuration(action.everyUs)}`;
    case 'slow disk':
      return `slow disk ${showTargets(action.targets)} ${action.percent}%`;
    case 'disk error':
      return `disk error ${showTargets(action.targets)} ${action.operation}${action.count === 1 ? '' : ` x${action.count}`}`;
    case 'rot':
      return `rot ${showTargets(action.targets)} ${action.file}`;
    case 'clock offset':
    case 'clock jump':
      return `${action.kind} ${showTargets(action.targets)} ${signed(action.byUs, showDuration)}`;
    case 'clock drift':
      return `clock drift ${showTargets(action.targets)} ${signed(action.ppm, String)}ppm`;
    case 'slow start':
      return `slow start ${showTargets(action.targets)} +${showDuration(action.byUs)}`;
    case 'expire':
      return `expire ${action.session}`;
    default:
      return assertNever(action);
  }
}

export function showTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'at':
      return `at ${showDuration(trigger.atUs)}`;
    case 'when': {
      const subject =
        trigger.subject === null
          ? 'any'
          : trigger.subject.kind === 'process'
            ? `server ${trigger.subject.name}`
            : trigger.subject.role;
      const argument = trigger.argument === '' ? '' : ` ${trigger.argument}`;
      const count = trigger.count === 1 ? '' : ` x${trigger.count}`;
      const delay = trigger.delayUs === 0 ? '' : ` +${showDuration(trigger.delayUs)}`;
      return `when ${subject} ${trigger.verb}${argument}${count}${delay}`;
    }
    case 'write':
      return `${trigger.when} write ${trigger.write} of ${trigger.file} on ${trigger.on}`;
    default:
      return assertNever(trigger);
  }
}

/** The line of a step, without its id. */
export function showStep(step: Pick<FaultStep, 'trigger' | 'action' | 'forUs'>): string {
  const duration = step.forUs === null ? '' : ` for ${showDuration(step.forUs)}`;
  return `${showTrigger(step.trigger)}: ${showAction(step.action)}${duration}`;
}
