/**
 * A recording as lines of text that must be equal for two servers that behave the same. What may legitimately differ is
 * renamed, never dropped: zxids count from the start of the sequence, session ids are the sessions' names, and a time
 * is named by the transaction it is the time of, which the Stat tells; lists without a promised order are sorted.
 * What is left to rules is checked by them, and a breach is a line of its own: passwords follow from session ids, one
 * transaction has one time, times do not fall as zxids rise, and all are within the run.
 */
import { errorName } from '../../../protocol/error-code.ts';
import { NO_SESSION, type SessionId } from '../../../protocol/ids.ts';
import type { ServerMessage } from '../../../protocol/messages.ts';
import type { MultiReadResult, MultiResult, OpResult } from '../../../protocol/op.ts';
import { passwordOf } from '../../../protocol/session/session-id.ts';
import { byText } from '../../../protocol/std/compare.ts';
import type { Stat } from '../../../protocol/store/stat.ts';
import { RecordingDecoder, type Decoded, type DecodedLine } from './decode.ts';
import { SHARED_NODES } from './record-sequence.ts';
import type { Performed, Recording } from './recording.ts';
import { showAcls, showStep, showText } from './show-step.ts';
import type { Packet } from './step.ts';
import { TxnTimes } from './txn-times.ts';

/** One step, and what came of it. */
export interface Told {
  readonly step: string;
  readonly lines: readonly string[];
}

export function normalise(recording: Recording): Told[] {
  const normaliser = new Normaliser(recording);
  const told = recording.steps.map((performed) => normaliser.tell(performed));
  return [...told, { step: 'rules', lines: normaliser.breaches() }];
}

class Normaliser {
  private readonly decoder = new RecordingDecoder();
  private readonly times: TxnTimes;
  private readonly names = new Map<SessionId, string>();
  /** The first zxid of the sequence: that of the session of its first connection. */
  private base: number | null = null;
  /** What clients see of nodes that all sequences share, as it was in the beginning. */
  private readonly shared = new Map<string, Stat>();
  private nodeCount: number | null = null;
  private readonly broken: string[] = [];
  /** Requests in flight, by line: what a reply is to. */
  private readonly asked = new Map<string, Packet[]>();

  constructor(recording: Recording) {
    this.times = new TxnTimes(recording.fromMs, recording.toMs);
  }

  tell(performed: Performed): Told {
    const { step, line } = performed;
    if (line !== null && (step.kind === 'send' || step.kind === 'stale')) {
      this.asked.set(line, [...(this.asked.get(line) ?? []), ...step.packets]);
    }
    const decoded = this.decoder.decode(performed);
    this.learn(performed, decoded);
    const lines = decoded.flatMap((one) => this.tellLine(one));
    const lost = line === null ? ['no connection'] : [];
    return { step: showStep(step), lines: [...lost, ...lines] };
  }

  breaches(): string[] {
    return [...this.broken, ...this.times.breaches()];
  }

  /** Sessions get their names before anything is told of them. */
  private learn({ step }: Performed, decoded: readonly DecodedLine[]): void {
    for (const { received } of decoded) {
      for (const one of received) {
        if (!('message' in one)) continue;
        const { message } = one;
        if (message.type === 'CONNECTED' && step.kind === 'connect' && message.session !== NO_SESSION) {
          if (!this.names.has(message.session)) this.names.set(message.session, step.session);
        }
        if (message.type === 'REPLY' && message.zxid > 0) this.base ??= message.zxid;
      }
    }
  }

  private tellLine({ line, received, end }: DecodedLine): string[] {
    const told = received.map((one) => `${line} ${this.tellReceived(line, one)}`);
    return end === null ? told : [...told, `${line} ${end}`];
  }

  private tellReceived(line: string, one: Decoded): string {
    switch (one.kind) {
      case 'message':
        return this.tellMessage(line, one.message);
      case 'text':
        return `text ${JSON.stringify(this.plainText(one.text))}`;
      case 'inexact':
        return `${this.tellMessage(line, one.message)} BYTES DIFFER came ${one.came} encoded ${one.encoded}`;
      case 'undecodable':
        this.asked.get(line)?.shift();
        return `UNDECODABLE ${one.why}: ${one.came}`;
    }
  }

  private tellMessage(line: string, message: ServerMessage): string {
    switch (message.type) {
      case 'CONNECTED': {
        const { timeoutMs, session, password, readOnly } = message;
        const right = session === NO_SESSION ? password === '' : password === passwordOf(session);
        const rest = readOnly === undefined ? '' : ` readOnly=${readOnly}`;
        return `connected timeout=${timeoutMs} session=${this.name(session)} password=${right ? 'right' : password}${rest}`;
      }
      case 'REPLY': {
        const { xid, zxid, err, result } = message;
        const packet = this.asked.get(line)?.shift();
        const what = packet === undefined ? `xid ${xid}` : packet.op.type;
        const body = result === null ? '' : ` ${this.tellResult(result, packet)}`;
        return `${what} -> ${err === 0 ? 'OK' : `${errorName(err)}(${err})`} at ${this.zxid(zxid)}${body}`;
      }
      case 'EVENT':
        return `event ${message.event} ${showText(message.path)} at ${this.zxid(message.zxid)}`;
      case 'TEXT':
        return `text ${JSON.stringify(message.text)}`;
    }
  }

  private tellResult(result: OpResult, packet: Packet | undefined): string {
    const op = packet?.op;
    const path = op !== undefined && 'path' in op ? op.path : null;
    switch (result.type) {
      case 'create':
        return showText(result.path);
      case 'create2':
        return `${showText(result.path)} ${this.stat(result.stat, result.path)}`;
      case 'exists':
      case 'setData':
      case 'setACL':
        return this.stat(result.stat, path);
      case 'getData':
        return `${showData(result.data)} ${this.stat(result.stat, path)}`;
      case 'getChildren':
        return showSet(result.children);
      case 'getChildren2':
        return `${showSet(result.children)} ${this.stat(result.stat, path)}`;
      case 'getACL':
        return `${showAcls(result.acl)} ${this.stat(result.stat, path)}`;
      case 'getAllChildrenNumber':
        return path === '/' || path === '' ? this.countFromRoot(result.total) : String(result.total);
      case 'getEphemerals':
        return showSet(result.paths);
      case 'whoAmI':
        return `[${result.ids.map(({ scheme, id }) => showText(`${scheme}:${id}`)).join(' ')}]`;
      case 'sync':
        return showText(result.path);
      case 'sasl':
        return showData(result.token);
      case 'addWatch':
        return '';
      case 'multi':
        return `{${result.results.map((slot, i) => this.tellSlot(slot, partPath(packet, i))).join('; ')}}`;
      case 'multiRead':
        return `{${result.results.map((slot, i) => this.tellSlot(slot, partPath(packet, i))).join('; ')}}`;
    }
  }

  private tellSlot(slot: MultiResult | MultiReadResult, path: string | null): string {
    switch (slot.type) {
      case 'create':
        return `create ${showText(slot.path)}`;
      case 'create2':
        return `create2 ${showText(slot.path)} ${this.stat(slot.stat, slot.path)}`;
      case 'setData':
        return `setData ${this.stat(slot.stat, path)}`;
      case 'getData':
        return `getData ${showData(slot.data)} ${this.stat(slot.stat, path)}`;
      case 'getChildren':
        return `getChildren ${showSet(slot.children)}`;
      case 'error':
        return `error ${errorName(slot.err)}(${slot.err})`;
      case 'delete':
      case 'check':
        return slot.type;
    }
  }

  // --- names -------------------------------------------------------------------------------------------------

  private name(session: SessionId): string {
    return session === NO_SESSION ? 'none' : (this.names.get(session) ?? session);
  }

  /** Steps since the sequence began; what happened before is of other sequences. */
  private zxid(zxid: number): string {
    if (zxid <= 0 || this.base === null) return String(zxid);
    return zxid < this.base ? 'before' : `+${zxid - this.base}`;
  }

  private stat(stat: Stat, path: string | null): string {
    const since = this.sharedSince(stat, path === '' ? '/' : path);
    const { version, aversion, dataLength, ephemeralOwner } = stat;
    const numbers = `v=${version} cv=${since.cversion} av=${aversion} len=${dataLength} kids=${since.numChildren}`;
    const zxids = `c=${this.zxid(stat.czxid)} m=${this.zxid(stat.mzxid)} p=${since.pzxid}`;
    const times = `ct=${this.time(stat.czxid, stat.ctime)} mt=${this.time(stat.mzxid, stat.mtime)}`;
    return `<${numbers} ${zxids} ${times} owner=${this.name(ephemeralOwner)}>`;
  }

  /** Times are those of the transactions; what is older than the sequence is 0, or of another sequence. */
  private time(zxid: number, ms: number): string {
    if (ms === 0) return '0';
    if (this.base !== null && zxid >= this.base) return this.times.name(zxid, this.zxid(zxid), ms);
    return 'before';
  }

  /** What earlier sequences have a part in, too: the root counts under both of its names. */
  private sharedSince(stat: Stat, path: string | null): Readonly<Record<'cversion' | 'numChildren' | 'pzxid', string>> {
    const { cversion, numChildren, pzxid } = stat;
    if (path === null || !(SHARED_NODES as readonly string[]).includes(path)) {
      return { cversion: String(cversion), numChildren: String(numChildren), pzxid: this.zxid(pzxid) };
    }
    const first = this.shared.get(path) ?? stat;
    this.shared.set(path, first);
    return {
      cversion: `first+${cversion - first.cversion}`,
      numChildren: `first+${numChildren - first.numChildren}`,
      pzxid: pzxid === 0 ? 'before' : this.zxid(pzxid),
    };
  }

  private countFromRoot(total: number): string {
    this.nodeCount ??= total;
    return `first+${total - this.nodeCount}`;
  }

  /** Of srvr only what follows from the sequence: the mode. */
  private plainText(text: string): string {
    const mode = /^Mode: (.*)$/m.exec(text);
    if (mode === null) return text;
    const zxid = Number(/^Zxid: (0x[0-9a-f]+)$/m.exec(text)?.[1]);
    const fields = text.split('\n').map((line) => line.split(':')[0]);
    return `${fields.join(' ')} mode ${mode[1]} zxid ${this.zxid(zxid)}`;
  }
}

/** Slots are those of the parts, unless the request was spoilt: then nobody knows of which. */
function partPath(packet: Packet | undefined, index: number): string | null {
  if (packet === undefined || packet.flaw !== undefined) return null;
  const { op } = packet;
  const parts = op.type === 'multi' || op.type === 'multiRead' ? op.parts : [];
  return parts[index]?.path ?? null;
}

function showData(data: Uint8Array | null): string {
  return data === null ? 'null' : showText(Buffer.from(data).toString('latin1'));
}

function showSet(items: readonly string[]): string {
  return `{${[...items].sort(byText).map(showText).join(' ')}}`;
}
