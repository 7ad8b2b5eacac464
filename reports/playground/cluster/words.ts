/** What is seen, in words: for tips, for labels, for the text twin. */
import type { FlyingMessage } from '../../../sim/record/play.ts';
import { roleSigns } from '../../spacetime/signs.ts';
import { motionOf } from './flights.ts';
import type { Target } from './hit.ts';
import { phases, type Scene, type SceneClient, type SceneServer } from './scene.ts';

/** `12 ms`, `850 us`, `1.2 s`: as exact as it is short. */
export function durationWords(us: number): string {
  if (us < 1000) return `${Math.round(us)} us`;
  if (us < 1_000_000) return `${Number((us / 1000).toFixed(us < 10_000 ? 1 : 0))} ms`;
  return `${Number((us / 1_000_000).toFixed(us < 10_000_000 ? 2 : 1))} s`;
}

export function roleWords({ letter }: SceneServer): string {
  const { glyph, words } = roleSigns[letter];
  return `${glyph} ${words}`;
}

export function phaseWords({ phase }: SceneServer): string {
  return phases[phase] ?? '';
}

/** `Server 3, FOLLOWING, epoch 2, log ends at 2:4`. */
export function serverWords(server: SceneServer): string {
  const parts = [
    `${server.voter ? 'Server' : 'Observer'} ${server.name}`,
    roleSigns[server.letter].words,
    ...(server.letter === '-' ? [] : [phaseWords(server).toLowerCase()].filter((word) => word !== '')),
    `epoch ${server.epoch}`,
    `log ends at ${server.zxid}`,
    ...(server.serving ? ['serves clients'] : []),
    ...server.forces.map(({ words }) => words),
    ...server.blamed.map((check) => `blamed by ${check}`),
  ];
  return parts.join(', ');
}

export function waitWords({ wait }: SceneServer, atUs: number): string {
  return wait === null ? '' : `${wait.what} in ${durationWords(Math.max(0, wait.atUs - atUs))}`;
}

export function clientWords(client: SceneClient): string {
  const { name, phase, server, inFlight, queued } = client;
  const asks = inFlight + queued;
  const waits = asks === 0 ? '' : `, ${asks} ${asks === 1 ? 'operation' : 'operations'} without an answer`;
  return `Client ${name}, ${phase}${server === null ? '' : `, server ${server}`}${waits}`;
}

/** When it arrives, or why it does not. */
export function arrivalWords(message: FlyingMessage, atUs: number): string {
  switch (motionOf(message)) {
    case 'held':
      return 'held by hand';
    case 'stopped':
      return 'does not pass';
    case 'moving':
      return message.arrivesUs <= atUs ? 'arrives now' : `arrives in ${durationWords(message.arrivesUs - atUs)}`;
  }
}

export function messageWords(message: FlyingMessage, atUs: number): string {
  return `${message.text}, ${message.from} to ${message.to}, ${arrivalWords(message, atUs)}`;
}

function linkWords(from: string, to: string, { cuts }: Scene): string {
  const whole = cuts.find((cut) => cut.both && isBetween(cut, from, to));
  if (whole !== undefined) return `Between ${from} and ${to}: cut`;
  const one = cuts.find((cut) => isBetween(cut, from, to));
  return one === undefined ? `From ${from} to ${to}` : `What ${one.from} sends to ${one.to} does not pass`;
}

function isBetween(cut: { readonly from: string; readonly to: string }, a: string, b: string): boolean {
  return (cut.from === a && cut.to === b) || (cut.from === b && cut.to === a);
}

/** Lines of a tip; none for nothing. */
export function tipOf(target: Target, scene: Scene, atUs: number): string[] {
  switch (target.kind) {
    case 'server': {
      const server = scene.servers.find(({ name }) => name === target.id);
      return server === undefined ? [] : [serverWords(server), waitWords(server, atUs)].filter((text) => text !== '');
    }
    case 'client': {
      const client = scene.clients.find(({ name }) => name === target.id);
      return client === undefined ? [] : [clientWords(client)];
    }
    case 'messages': {
      const messages = scene.messages.filter(({ address }) => target.addresses.includes(address));
      const shown = messages.slice(0, TIP_MOST).map((message) => messageWords(message, atUs));
      return messages.length > TIP_MOST ? [...shown, `and ${messages.length - TIP_MOST} more`] : shown;
    }
    case 'link':
      return [linkWords(target.from, target.to, scene)];
    case 'ground':
      return [];
  }
}

const TIP_MOST = 6;
