/**
 * Performs a whole sequence: makes its root, does its steps, reads out what is left, ends its sessions, reads out again
 * and removes everything. So what is compared includes the final tree, and servers are as before for the next sequence.
 *
 * One auditor is connected to each server, by a session that may do everything. They also see to it that a step is
 * not over before every server has applied it.
 */
import { ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';
import { OPEN_ACL } from '../../../protocol/op.ts';
import { byText } from '../../../protocol/std/compare.ts';
import { Driver } from './drive.ts';
import { answeredAs } from './encode-packet.ts';
import type { Network } from './network.ts';
import type { Performed, Recording } from './recording.ts';
import type { Packet, Sequence, StepOp } from './step.ts';
import { SUPER_USER } from './testbed.ts';

/** Nodes whose Stat depends on what earlier sequences did: it counts from here. */
export const SHARED_NODES = ['/', '/zookeeper', '/zookeeper/quota'] as const;

export async function recordSequence(sequence: Sequence, network: Network): Promise<Recording> {
  const driver = new Driver(network);
  const fromMs = network.nowMs();
  const audit = new Audit(driver, sequence.root, network.servers);
  try {
    await audit.begin();
    for (const step of sequence.steps) await driver.perform(step);
    await audit.readOut();
    await audit.endSessions();
    await audit.readOut();
    await audit.cleanUp();
    await audit.leave();
  } finally {
    driver.end();
  }
  return { seed: sequence.seed, root: sequence.root, steps: driver.performed, fromMs, toMs: network.nowMs() };
}

class Audit {
  private readonly driver: Driver;
  private readonly root: string;
  private readonly auditors: readonly string[];

  constructor(driver: Driver, root: string, servers: number) {
    this.driver = driver;
    this.root = root;
    this.auditors = Array.from({ length: servers }, (_, i) => (i === 0 ? 'audit' : `audit${i}`));
  }

  async begin(): Promise<void> {
    for (const [server, session] of this.auditors.entries()) {
      const known = { resume: false, password: 'own', timeoutMs: 200_000, lastZxid: 'zero', readOnly: false } as const;
      await this.driver.perform({ kind: 'connect', session, server, ...known });
      await this.ask(session, [{ type: 'auth', scheme: 'digest', auth: SUPER_USER }]);
    }
    this.driver.startZxid = this.driver.seenZxid;
    await this.askFirst(sharedStats());
    await this.askFirst([{ type: 'create', path: this.root, data: '', acl: OPEN_ACL, flags: 0 }]);
  }

  /** Every node, as each server has it. */
  async readOut(): Promise<void> {
    for (const session of this.auditors) {
      const paths = await this.walk(session);
      const looks = paths.flatMap((path): StepOp[] => [
        { type: 'getData', path, watch: false },
        { type: 'getACL', path },
      ]);
      await this.ask(session, looks);
      await this.ask(session, [...sharedStats(), { type: 'getAllChildrenNumber', path: '/' }]);
    }
  }

  /** Sessions left without a connection come back to be closed: else they would expire within another sequence. */
  async endSessions(): Promise<void> {
    for (const session of this.driver.openSessions) {
      if (this.auditors.includes(session)) continue;
      if (!this.driver.isConnected(session)) {
        const known = { resume: true, password: 'own', timeoutMs: 200_000, lastZxid: 'zero', readOnly: false } as const;
        await this.driver.perform({ kind: 'connect', session, server: 0, ...known });
      }
      await this.driver.perform({ kind: 'send', session, packets: [{ op: { type: 'closeSession' } }], closes: true });
    }
  }

  async cleanUp(): Promise<void> {
    const paths = await this.walk(this.auditors[0] ?? '');
    const deletes = paths.reverse().map((path): StepOp => ({ type: 'delete', path, version: -1 }));
    await this.askFirst(deletes);
    await this.askFirst(sharedStats());
  }

  async leave(): Promise<void> {
    for (const session of this.auditors) {
      await this.driver.perform({ kind: 'send', session, packets: [{ op: { type: 'closeSession' } }], closes: true });
    }
  }

  /** Paths of all there is of this sequence, parents first. */
  private async walk(session: string): Promise<string[]> {
    const found: string[] = [];
    let level = [this.root, `${this.root} `, `/zookeeper/quota${this.root}`];
    while (level.length > 0) {
      const performed = await this.ask(
        session,
        level.map((path): StepOp => ({ type: 'getChildren', path, watch: false })),
      );
      const next: string[] = [];
      for (const [i, children] of childrenIn(performed).entries()) {
        const path = level[i] ?? '';
        if (children === null) continue;
        found.push(path);
        next.push(...children.map((child) => `${path}/${child}`).sort(byText));
      }
      level = next;
    }
    return found;
  }

  private askFirst(ops: readonly StepOp[]): Promise<Performed> {
    return this.ask(this.auditors[0] ?? '', ops);
  }

  private ask(session: string, ops: readonly StepOp[]): Promise<Performed> {
    const packets: Packet[] = ops.map((op) => ({ op }));
    return this.driver.perform({ kind: 'send', session, packets });
  }
}

function sharedStats(): StepOp[] {
  return SHARED_NODES.map((path) => ({ type: 'exists', path, watch: false }));
}

/** The lists of children in the replies to a burst of getChildren; null where there was an error. */
function childrenIn({ step, line, xids, heard }: Performed): (readonly string[] | null)[] {
  if (step.kind !== 'send') return [];
  const decoder = new ServerMessageDecoder();
  for (const [i, packet] of step.packets.entries()) decoder.expect(xids[i] ?? 0, answeredAs(packet));
  decoder.push(HANDSHAKE);
  decoder.next();
  const lists: (readonly string[] | null)[] = [];
  for (const frame of heard.find((one) => one.line === line)?.frames ?? []) {
    decoder.push(frame);
    const message = decoder.next();
    if (message?.type !== 'REPLY') continue;
    lists.push(message.result?.type === 'getChildren' ? message.result.children : null);
  }
  return lists;
}

/** A decoder takes the answer to a handshake first. */
const HANDSHAKE = Uint8Array.from([
  0,
  0,
  0,
  36,
  ...new Array<number>(16).fill(0),
  0,
  0,
  0,
  16,
  ...new Array<number>(16).fill(0),
]);
