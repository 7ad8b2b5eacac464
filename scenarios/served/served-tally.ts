/** What a run reports of itself, where operations are those of real clients: counted by who hears what they ask. */
import { NO_SESSION, type SessionId } from '../../protocol/ids.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { Tally } from '../tally.ts';

/** So many sessions are known by the server they were at last; the oldest are forgotten first. */
const SESSIONS_MAX = 100_000;

export class ServedTally extends Tally {
  asked = 0;
  private readonly lastServer = new Map<SessionId, ProcessName>();

  override onRequest(): void {
    // Requests here are arrivals at a gateway, and no operations.
  }

  override onReply(): void {
    // Nor are replies.
  }

  onAsked(): void {
    this.asked++;
    if (this.faultsInForce !== null && this.faultsInForce.active > 0) this.underFault++;
  }

  onAnswered(err: number): void {
    if (err === 0) this.ok++;
    else this.error++;
  }

  /** A connection ended, and so many of its operations have no answer. */
  onLost(operations: number): void {
    this.unknown += operations;
  }

  /** A session was given to a connection to this server; `asked`: the one it had before, if it had one. */
  onSession(asked: SessionId, session: SessionId, server: ProcessName): void {
    const last = this.lastServer.get(session);
    if (asked !== NO_SESSION && last !== undefined && last !== server) this.movedSessions++;
    this.lastServer.delete(session);
    this.lastServer.set(session, server);
    if (this.lastServer.size <= SESSIONS_MAX) return;
    for (const oldest of this.lastServer.keys()) {
      this.lastServer.delete(oldest);
      return;
    }
  }
}
