/** How each server stands while a run is told line by line: what its cell says, and the lane between its lines. */
import type { ChronicleEntry, ServerStrip } from '../../sim/record/chronicle.ts';
import { roleSigns, type RoleSign } from '../spacetime/signs.ts';

/** How much of a server's state is in its cell; what is left out is in the words beside it. */
export const cellForms = ['full', 'log', 'epoch', 'role'] as const;
export type CellForm = (typeof cellForms)[number];

interface Standing {
  readonly strip: ServerStrip;
  readonly paused: boolean;
}

export class Standings {
  private readonly servers = new Map<string, Standing>();

  /** The server whose entry it is stands as that says. */
  take({ process, strip, what }: ChronicleEntry): void {
    if (process === null || strip === null) return;
    const wasPaused = this.servers.get(process)?.paused === true;
    const paused = strip.role !== '-' && what !== 'resumed' && (wasPaused || what === 'paused');
    this.servers.set(process, { strip, paused });
  }

  /** Of a server that has not begun: that of one that is down. */
  signOf(name: string): RoleSign {
    const standing = this.servers.get(name);
    if (standing === undefined) return roleSigns['-'];
    return roleSigns[standing.paused ? 'P' : standing.strip.role];
  }

  cellOf(name: string, form: CellForm): string {
    const standing = this.servers.get(name);
    return standing === undefined ? '' : cellText(standing.strip, this.signOf(name), form);
  }
}

/**
 * `★L3 3:1f/3:1e`: sign, role, epoch, the last zxid of the log and that of the tree where it is another. The letter is a
 * small one while the server does not serve.
 */
export function cellText(strip: ServerStrip, { glyph }: RoleSign, form: CellForm): string {
  const { role, epoch, serving, logged, applied } = strip;
  if (role === '-') return glyph;
  const letter = serving || role === 'E' ? role : role.toLowerCase();
  if (form === 'role') return `${glyph}${letter}`;
  const short = `${glyph}${letter}${epoch}`;
  if (form === 'epoch') return short;
  return `${short} ${logged}${form === 'full' && logged !== applied ? `/${applied}` : ''}`;
}
