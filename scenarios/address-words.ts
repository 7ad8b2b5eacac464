/** Overridden decisions in words: `message 17 of type PROPOSAL from 1 to 2 takes 250ms`. */
import { parseAddress } from '../sim/kernel/addresses.ts';
import { lengthWords } from './story-words.ts';

const NETWORK = /^net\/(.+)>(.+)#([0-9]+)\/([^/]+)\/(.+)$/;

/** Addresses of sites this does not know stand as they are. */
export function addressWords(address: string, value: number): string {
  const parsed = parseAddress(address);
  if (parsed === null) return `${address} is ${value}`;
  const { label, n, part } = parsed;
  const network = NETWORK.exec(label);
  if (network !== null) {
    const [, from = '', to = '', ordinal = '', channel = '', type = ''] = network;
    return `${ordinalWords(n)} ${type} from ${from} to ${to} (${channel} connection ${ordinal}) ${valueWords(part, value)}`;
  }
  const [site = '', owner = '', ...rest] = label.split('/');
  const subject = rest.join('/');
  if (site === 'disk' && subject.startsWith('sync/')) {
    return `${ordinalWords(n)} sync of ${subject.slice(5)} on server ${owner} ${valueWords(part, value)}`;
  }
  if (site === 'disk' && subject.startsWith('read/')) {
    return `${ordinalWords(n)} read of ${subject.slice(5)} on server ${owner} ${valueWords(part, value)}`;
  }
  if (site === 'stage')
    return `${ordinalWords(n)} hand-over to stage ${subject} of server ${owner} ${valueWords(part, value)}`;
  if (site === 'choose') return `${ordinalWords(n)} choice "${subject}" of ${ownerWords(owner)} is ${value}`;
  return `${address} is ${value}`;
}

function valueWords(part: string, value: number): string {
  if (part === 'delay') return `takes ${lengthWords(value)}`;
  if (part === 'extra') return `takes ${lengthWords(value)} more`;
  if (part === 'delay2') return `comes a second time after ${lengthWords(value)}`;
  if (part === 'loss') return value === 0 ? 'is not lost' : 'is lost and sent again';
  return `has ${part} ${value}`;
}

function ownerWords(owner: string): string {
  return `${/^[0-9]+$/.test(owner) ? 'server' : 'client'} ${owner}`;
}

/** Addresses count from 0. */
function ordinalWords(n: number): string {
  const at = n + 1;
  const teen = at % 100 >= 11 && at % 100 <= 13;
  const ending = teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[at % 10] ?? 'th');
  return `the ${at}${ending}`;
}
