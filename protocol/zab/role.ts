/** What a server that leads, follows, observes or stands alone does; QuorumPeer has at most one role at a time. */
import type { RoleReport } from '../admin/role-report.ts';
import type { StorageEvent, ReadEvent } from '../durable/storage.ts';
import type { FileContents } from '../durable/barrier.ts';
import type { SessionId } from '../ids.ts';
import type { QuorumPacket } from '../messages.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import type { LocalRequest } from '../pipeline/request.ts';
import type { Txn } from '../txn.ts';

export interface Role {
  start(): void;
  /** Ends everything that belongs to the role; the server then falls back to LOOKING. */
  stop(): void;
  /** Whether clients are served. */
  readonly isServing: boolean;
  /** The disk holds less than memory: the server must not go on from memory (see Learner). */
  readonly needsReload: boolean;

  onOpened(connection: ConnectionId, peer: ProcessName, incoming: boolean): void;
  onClosed(connection: ConnectionId): void;
  onPacket(connection: ConnectionId, packet: QuorumPacket): void;
  onTimer(timer: string): void;
  onStage(stage: string, item: unknown): void;
  onStorage(event: StorageEvent): void;
  onRead(event: ReadEvent, contents: FileContents): void;

  /** A logged transaction is durable. */
  acknowledge(txn: Txn): void;
  /** A committed transaction is in the tree. */
  applied(txn: Txn): void;

  /** A request of a client of this server. */
  submit(request: LocalRequest): void;
  /** A sign of life of a session; false when what came with it is to be dropped. */
  touch(session: SessionId, timeoutMs: number): boolean;
  /** Ends a session by hand, where sessions are tracked: at a leader, or a server that stands alone. */
  expireSession(session: SessionId): void;
  /** What four-letter words tell of it. */
  report(): RoleReport;
  /** Is this session alive? `ClientPort.answerHandshake` gets the answer, now or later. */
  revalidate(session: SessionId, timeoutMs: number): void;
}
