import { describe, expect, test } from 'vitest';
import { parseHandLine } from '../../../sim/record/hand-line.ts';
import type { Target } from './hit.ts';
import { menuOf, scriptLine, type Menu, type MenuEntry } from './menu.ts';
import { busyMoment, madeClient, madeMessage, madeMoment, madeServer, withClients } from './moment.testkit.ts';
import { sceneOf, type Scene } from './scene.ts';
import type { PlayMoment } from '../../../sim/record/play.ts';

function scene(moment: PlayMoment): Scene {
  return sceneOf({ moment, view: null });
}

const busy = scene(busyMoment());

function entry(menu: Menu, id: string): MenuEntry | undefined {
  return menu.entries.find((each) => each.id === id);
}

function lineOf(menu: Menu, id: string): string | null {
  const act = entry(menu, id)?.act;
  return act?.kind === 'line' ? act.line : null;
}

const targets: readonly Target[] = [
  ...busy.servers.map(({ name }) => ({ kind: 'server' as const, id: name })),
  ...busy.clients.map(({ name }) => ({ kind: 'client' as const, id: name })),
  ...busy.messages.map(({ address }) => ({ kind: 'messages' as const, addresses: [address] })),
  { kind: 'link', from: '1', to: '3' },
  { kind: 'ground' },
];

test('every line that a menu makes is one of the vocabulary', () => {
  const lines = targets
    .flatMap((target) => menuOf(target, busy).entries)
    .flatMap(({ act }) => (act?.kind === 'line' ? [act.line] : act?.kind === 'copy' ? [act.text] : []));
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.filter((line) => !parseHandLine(line).ok)).toEqual([]);
});

test('whatever cannot be done has its reason, whatever can has none', () => {
  const entries = targets.flatMap((target) => menuOf(target, busy).entries);
  expect(entries.filter(({ act, why }) => (act === null) !== (why !== ''))).toEqual([]);
  expect(entries.some(({ act }) => act === null)).toBe(true);
});

test('entries of one menu are told apart', () => {
  for (const target of targets) {
    const ids = menuOf(target, busy).entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe('a server', () => {
  test('that is up can be crashed and paused, one that is down restarted', () => {
    const up = menuOf({ kind: 'server', id: '1' }, busy);
    const down = menuOf({ kind: 'server', id: '5' }, busy);
    const paused = menuOf({ kind: 'server', id: '7' }, busy);
    expect([lineOf(up, 'crash'), lineOf(up, 'pause')]).toEqual(['crash 1', 'pause 1']);
    expect([lineOf(down, 'restart'), entry(down, 'pause')?.why]).toEqual(['restart 5', 'it is down']);
    expect(lineOf(paused, 'resume')).toBe('resume 7');
  });

  test('can be healed only where something is cut', () => {
    expect(lineOf(menuOf({ kind: 'server', id: '1' }, busy), 'heal')).toBe('heal');
    const calm = menuOf({ kind: 'server', id: '1' }, scene(madeMoment(3)));
    expect(entry(calm, 'heal')).toMatchObject({ act: null, why: 'nothing is cut' });
  });

  test('alone has nobody to be cut off from', () => {
    const alone = scene(madeMoment(1, {}, [madeServer('1', { role: 'LEADING' })]));
    expect(entry(menuOf({ kind: 'server', id: '1' }, alone), 'isolate')?.act).toBe(null);
    expect(entry(menuOf({ kind: 'ground' }, alone), 'partition')?.act).toBe(null);
  });
});

describe('a message', () => {
  const reason = 'TCP keeps this order: cut the link instead';
  const message = madeMessage('1', '2', 'PROPOSAL 2:5', {
    can: ['drop'],
    cannot: [{ act: 'deliver', why: reason }],
    sentUs: 100,
    arrivesUs: 350,
  });
  const menu = menuOf(
    { kind: 'messages', addresses: [message.address] },
    scene(madeMoment(3, { inFlight: [message] })),
  );

  test('can what the engine says, and tells the reason of the rest', () => {
    expect(entry(menu, 'drop')?.act).toEqual({ kind: 'message', address: message.address, act: 'drop' });
    expect(entry(menu, 'deliver')).toMatchObject({ act: null, why: reason });
  });

  test('as a line keeps its time of arrival', () => {
    expect(scriptLine(message)).toBe(`let ${message.address}.delay = 250`);
    expect(scriptLine({ ...message, arrivesUs: -1 })).toBe(null);
  });

  test('that has arrived meanwhile leaves the menu of the ensemble', () => {
    expect(menuOf({ kind: 'messages', addresses: ['gone'] }, busy).title).toBe('It has arrived');
  });

  test('one of several is chosen first', () => {
    const commits = busy.messages.filter(({ type }) => type === 'COMMIT').map(({ address }) => address);
    const { title, entries } = menuOf({ kind: 'messages', addresses: commits }, busy);
    expect(title).toMatch(/× COMMIT$/);
    expect(entries.every(({ act }) => act?.kind === 'menu')).toBe(true);
  });
});

test('a client that is with nobody cannot be cut off', () => {
  const lone = scene(withClients(madeMoment(3), [madeClient('c1', null)]));
  expect(entry(menuOf({ kind: 'client', id: 'c1' }, lone), 'cut-client')?.act).toBe(null);
  expect(lineOf(menuOf({ kind: 'client', id: 'c1' }, busy), 'cut-client')).toBe('partition c1 | 2');
});
