/** Faults in force, read from their lines as far as a picture can show them: whom they hit, and how. */

export type ForceKind = 'disk' | 'clock' | 'clog' | 'latency' | 'loss' | 'duplicate' | 'flap';

export interface Force {
  readonly kind: ForceKind;
  /** `slow disk 500%`, `+50ms`. */
  readonly words: string;
  readonly on: readonly string[];
  /** Of faults of links; null: all links of `on`. */
  readonly to: readonly string[] | null;
  /** In both directions. */
  readonly both: boolean;
}

const ON_SERVER =
  /^(slow disk|stuck disk|full disk|lying disk|disk error|clock offset|clock jump|clock drift) ([^ ]+)(?: (.+))?$/;
const ON_LINKS = /^(clog|latency|loss|duplicate|flap) ([^ |>]+)(?: ([|>]) ([^ ]+))?(?: (.+))?$/;

/** Null for what has another sign (`crash`, `pause`, `partition`), and for roles: they name nobody. */
export function readForce(line: string): Force | null {
  const action = actionOf(line);
  const server = ON_SERVER.exec(action);
  if (server !== null) {
    const [, verb = '', targets = '', amount = ''] = server;
    const kind = verb.startsWith('clock') ? 'clock' : 'disk';
    return { kind, words: `${verb} ${amount}`.trimEnd(), on: targets.split(','), to: null, both: true };
  }
  const links = ON_LINKS.exec(action);
  if (links === null) return null;
  const [, verb = '', from = '', sign, to, amount = ''] = links;
  return {
    kind: verb as ForceKind,
    words: `${verb} ${amount}`.trimEnd(),
    on: from.split(','),
    to: to === undefined ? null : to.split(','),
    both: sign !== '>',
  };
}

/** Without its trigger and its duration. */
function actionOf(line: string): string {
  return line.replace(/^(?:at|when|before|after) .*?: /, '').replace(/ for [0-9.]+(?:us|ms|s)$/, '');
}

/** Whether it hits what `from` sends to `to`. */
export function strains(force: Force, from: string, to: string): boolean {
  if (force.to === null) return force.on.includes(from) || force.on.includes(to);
  if (force.on.includes(from) && force.to.includes(to)) return true;
  return force.both && force.on.includes(to) && force.to.includes(from);
}
