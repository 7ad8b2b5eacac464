import { expect, test } from 'vitest';
import type { SessionId } from '../protocol/ids.ts';
import { standardParts, type Parts } from '../protocol/parts.ts';
import { FinalRequestProcessor } from '../protocol/pipeline/final.ts';
import type { LocalRequest } from '../protocol/pipeline/request.ts';
import type { Process, ProcessName } from '../protocol/process.ts';
import type { Applied } from '../protocol/store/data-tree.ts';
import type { Txn } from '../protocol/txn.ts';
import { newCase } from '../sim/record/case.ts';
import { catalogue } from './catalogue/index.ts';
import { LateSessions } from './late-sessions.ts';
import { run } from './run.ts';
import type { Scenario } from './scenario.ts';

const OF_SERVER_2 = '0x200000000000000' as SessionId;

/** A client that is up, in a phase and with a server. */
function client(phase: string, server: ProcessName | null): { isUp: () => boolean; process: () => Process } {
  return { isUp: () => true, process: () => ({ step: () => undefined, inspect: () => ({ phase, server }) }) };
}

test.each<[string, [phase: string, server: string | null, at: string][], boolean]>([
  ['none was made', [], false],
  ['its client waits for it', [['handshake', '2', '2']], false],
  ['its client waits for the next server', [['handshake', '3', '2']], true],
  ['its client is on the way to the server', [['connecting', '2', '2']], true],
  ['another server applies it', [['handshake', '3', '1']], false],
  ['one of two was still waited for', [['handshake', '3', '2'], ['handshake', '2', '2']], false], // prettier-ignore
])('a session is made, and %s', (_title, made, late) => {
  const sessions = new LateSessions(['c1']);
  for (const [phase, server, at] of made) sessions.onMade(OF_SERVER_2, at, client(phase, server));
  expect(sessions.areTheRule).toBe(late);
});

/** Makes sessions and tells nobody. */
class MuteFinal extends FinalRequestProcessor {
  protected override applied(txn: Txn, request: LocalRequest | null, applied: Applied): void {
    super.applied(txn, txn.body.type === 'createSession' ? null : request, applied);
  }
}

const mute: Parts = { ...standardParts, createFinal: (peer) => new MuteFinal(peer) };

/** One server whose disk needs a millisecond to sync, and a client with a session time-out of `sessionTimeoutMs`. */
function patience(sessionTimeoutMs: number, parts: Parts = standardParts): string {
  const config = { tickTimeMs: 150, sessionTimeoutMs, reconnectDelayMs: 20, reconnectDelayMaxMs: 100 };
  const of = newCase('0.1.0', 'steady', '1', { voters: 1, clients: 1, durationMs: 50, config });
  const steady = catalogue.get('steady') as Scenario;
  const result = run(of, { registry: new Map([['steady', { ...steady, hooks: { parts } }]]) });
  const row = result.checks.find(({ name }) => name === 'recovery-in-time');
  return `${row?.verdict}: ${row?.detail}`;
}

test('a client that cannot wait for its session says nothing about the ensemble', () => {
  expect(patience(1)).toBe(
    'undecided: not possible: client c1 gives each server 1 ms, and the sessions made for it came later',
  );
  expect(patience(1000)).toMatch(/^ok: served/);
});

test.each([1000, 40])('a client that waits %i ms for a session that was made, and is not told, is a finding', (ms) => {
  expect(patience(ms, mute)).toMatch(/^liveness: .* client c1 is not connected$/);
});
