/** Steps as lines of text. */
import type { Acl } from '../../../protocol/op.ts';
import type { Flaw, Packet, Step, StepMultiPart, StepOp } from './step.ts';

export function showStep(step: Step): string {
  switch (step.kind) {
    case 'connect': {
      const what = step.resume ? `resume with ${step.password} password` : 'new';
      const readOnly = step.readOnly === null ? '' : ` readOnly=${step.readOnly}`;
      const at = step.server === 0 ? '' : ` at=${step.server}`;
      return `${step.session} connect ${what} timeout=${step.timeoutMs} lastZxid=${step.lastZxid}${readOnly}${at}`;
    }
    case 'send':
      return `${step.session} ${showPackets(step.packets)}`;
    case 'stale':
      return `${step.session} (left connection) ${showPackets(step.packets)}`;
    case 'drop':
      return `${step.session} drop`;
    case 'await':
      return `${step.session} await ${step.events} events`;
    case 'word':
      return `word ${step.word}${step.server === 0 ? '' : ` at=${step.server}`}`;
    case 'raw':
      return `raw ${step.what}: ${step.bytes}${step.server === 0 ? '' : ` at=${step.server}`}`;
  }
}

function showPackets(packets: readonly Packet[]): string {
  return packets
    .map((packet) => showOp(packet.op) + (packet.flaw === undefined ? '' : showFlaw(packet.flaw)))
    .join(' | ');
}

function showFlaw(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'cut':
      return ` [cut ${flaw.bytes}]`;
    case 'splice':
      return ` [at ${flaw.at} ${flaw.remove} bytes become ${flaw.insert === '' ? 'none' : flaw.insert}]`;
    case 'opCode':
      return ` [as op ${flaw.value}]`;
    case 'short':
      return ` [only ${flaw.bytes} bytes]`;
    case 'length':
      return ` [length ${flaw.value}]`;
  }
}

function showOp(op: StepOp | StepMultiPart): string {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL': {
      const ttl = op.ttlMs === undefined ? '' : ` ttl=${op.ttlMs}`;
      return `${op.type} ${showText(op.path)} data=${showText(op.data)} acl=${showAcls(op.acl)} flags=${op.flags}${ttl}`;
    }
    case 'delete':
    case 'check':
      return `${op.type} ${showText(op.path)} version=${op.version}`;
    case 'setData':
      return `setData ${showText(op.path)} data=${showText(op.data)} version=${op.version}`;
    case 'setACL':
      return `setACL ${showText(op.path)} acl=${showAcls(op.acl)} version=${op.version}`;
    case 'deleteContainer':
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'sync':
      return `${op.type} ${showText(op.path)}`;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
      return `${op.type} ${showText(op.path)}${op.watch ? ' watch' : ''}`;
    case 'multi':
      return `multi {${op.parts.map(showOp).join('; ')}}`;
    case 'multiRead':
      return `multiRead {${op.parts.map(showOp).join('; ')}}`;
    case 'reconfig':
      return `reconfig joining=${showText(op.joining)} leaving=${showText(op.leaving)} members=${showText(op.newMembers)} from=${op.fromConfig}`;
    case 'getEphemerals':
      return `getEphemerals ${showText(op.prefix)}`;
    case 'auth':
      return `auth ${showText(op.scheme)} ${showText(op.auth)}`;
    case 'sasl':
      return `sasl ${showText(op.token)}`;
    case 'addWatch':
      return `addWatch ${showText(op.path)} mode=${op.mode}`;
    case 'removeWatches':
    case 'checkWatches':
      return `${op.type} ${showText(op.path)} type=${op.watcherType}`;
    case 'setWatches':
    case 'setWatches2': {
      const lists = { data: op.data, exist: op.exist, child: op.child, ...rest(op) };
      const shown = Object.entries(lists).map(([name, paths]) => ` ${name}=[${(paths ?? []).map(showText).join(' ')}]`);
      return `${op.type} since=${op.since}${shown.join('')}`;
    }
    case 'unknown':
      return `op ${op.opCode}`;
    case 'whoAmI':
    case 'ping':
    case 'closeSession':
      return op.type;
  }
}

function rest(
  op: Extract<StepOp, { type: 'setWatches' | 'setWatches2' }>,
): Record<string, readonly string[] | undefined> {
  return op.type === 'setWatches' ? {} : { persistent: op.persistent, recursive: op.persistentRecursive };
}

export function showAcls(acls: readonly Acl[] | null): string {
  if (acls === null) return 'null';
  if (acls.length === 1 && acls[0]?.perms === 31 && acls[0].scheme === 'world' && acls[0].id === 'anyone')
    return 'open';
  return `[${acls.map(({ perms, scheme, id }) => `${perms}:${showText(scheme)}:${showText(id)}`).join(' ')}]`;
}

/** Text as it is where it is plain, in quotes where it is not; of a long one only how long it is. */
export function showText(text: string | null): string {
  if (text === null) return 'null';
  if (text.length > 400) return `${text.length}x${JSON.stringify(text[0])}`;
  return /^[\w/:.=+,;@-]+$/.test(text) && text !== 'null' ? text : JSON.stringify(text);
}
