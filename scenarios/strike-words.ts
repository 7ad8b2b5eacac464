/** Faults that struck, in a clause: `server 3 crashes`, `the network is cut: 3 | 1,2`. */
import type { FaultNotice } from '../sim/kernel/observer.ts';
import { listWords } from './story-words.ts';

export function strikeWords({ kind, text }: Pick<FaultNotice, 'kind' | 'text'>): string {
  const rest = text.slice(kind.length).trim();
  const space = rest.indexOf(' ');
  const whom = space < 0 ? rest : rest.slice(0, space);
  const more = space < 0 ? '' : rest.slice(space + 1);
  const who = namesWords(whom);
  const one = !whom.includes(',');
  switch (kind) {
    case 'crash':
      return `${who} crash${one ? 'es' : ''}`;
    case 'pause':
      return `${who} pause${one ? 's' : ''}`;
    case 'restart':
      return `${who} ${one ? 'is' : 'are'} started again`;
    case 'isolate':
      return `${who} ${one ? 'is' : 'are'} cut off from everybody`;
    case 'reset':
      return more === '' ? `the connections of ${who} are reset` : `the connections ${rest} are reset`;
    case 'partition':
      return `the network is cut: ${rest}`;
    case 'clog':
      return `nothing gets through: ${rest}`;
    case 'heal':
      return rest === 'all' ? 'everything is healed' : 'the network is healed';
    case 'disk error':
      return `the disk of ${who} refuses the next ${more}`;
    case 'stuck disk':
      return `the disk of ${who} is stuck`;
    case 'slow disk':
      return `the disk of ${who} is slow (${more})`;
    case 'full disk':
      return `the disk of ${who} is full`;
    case 'lying disk':
      return `the disk of ${who} begins to lie about syncs`;
    case 'wipe':
      return `the disk of ${who} is wiped`;
    default:
      return `"${text}" strikes`;
  }
}

function namesWords(whom: string): string {
  const names = whom.split(',');
  if (!names.every((name) => /^[0-9]+$/.test(name))) return listWords(names);
  return names.length === 1 ? `server ${whom}` : `servers ${listWords(names)}`;
}
