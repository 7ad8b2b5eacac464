import { standardParts } from '../../protocol/parts.ts';
import { SessionTracker } from '../../protocol/session/session-tracker.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { defineBug } from './bug.ts';

/** Counts half of every time-out. */
class ImpatientTracker extends SessionTracker {
  override add(session: SessionId, timeoutMs: number, nowUs: number): void {
    super.add(session, Math.floor(timeoutMs / 2), nowUs);
  }

  override touch(session: SessionId, timeoutMs: number, nowUs: number): boolean {
    return super.touch(session, Math.floor(timeoutMs / 2), nowUs);
  }
}

export const earlyExpiry = defineBug({
  id: 'early-expiry',
  name: 'early-expiry',
  kind: 'further',
  title: 'sessions expire before their time',
  phase: 'session',
  story:
    'The leader closes a session half-way through its time-out. Its client was only slow, and finds its ephemeral ' +
    'nodes gone: two holders of one lock.',
  versions: '',
  leftOut: '',
  breaks: 'P9 a living session ends',
  properties: ['sessions'],
  parts: { ...standardParts, createSessionTracker: (tickTimeMs) => new ImpatientTracker(tickTimeMs) },
});
