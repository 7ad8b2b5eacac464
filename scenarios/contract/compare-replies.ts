/** Whether a reply or a transaction is what the model expects; the answer names the first field that differs. */
import { errorName } from '../../protocol/error-code.ts';
import type { Acl, AuthId, MultiReadResult, MultiResult, OpResult } from '../../protocol/op.ts';
import { sameBytes } from '../../protocol/std/text-bytes.ts';
import type { Stat } from '../../protocol/store/stat.ts';
import type { MultiTxnPart, TxnBody } from '../../protocol/txn.ts';

/** The field that differs and how; null when equal. */
export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly seen: string;
}

export function compareError(expected: number, seen: number): Difference | null {
  return expected === seen ? null : differ('error', errorName(expected), errorName(seen));
}

export function compareResults(expected: OpResult | null, seen: OpResult | null): Difference | null {
  if (expected === null || seen === null) {
    return expected === seen ? null : differ('body', expected?.type ?? 'none', seen?.type ?? 'none');
  }
  switch (expected.type) {
    case 'create':
      return seen.type === 'create' ? compareText('path', expected.path, seen.path) : kinds(expected, seen);
    case 'create2':
      if (seen.type !== 'create2') return kinds(expected, seen);
      return compareText('path', expected.path, seen.path) ?? compareStats(expected.stat, seen.stat);
    case 'sasl':
      return seen.type === 'sasl' ? null : kinds(expected, seen);
    case 'sync':
      return seen.type === 'sync' ? compareText('path', expected.path ?? '', seen.path ?? '') : kinds(expected, seen);
    case 'exists':
    case 'setData':
    case 'setACL':
      return seen.type === expected.type ? compareStats(expected.stat, seen.stat) : kinds(expected, seen);
    case 'getData':
      if (seen.type !== 'getData') return kinds(expected, seen);
      if (!sameBytes(expected.data, seen.data)) return differ('data', showBytes(expected.data), showBytes(seen.data));
      return compareStats(expected.stat, seen.stat);
    case 'getChildren':
      return seen.type === 'getChildren' ? compareSets(expected.children, seen.children) : kinds(expected, seen);
    case 'getChildren2':
      if (seen.type !== 'getChildren2') return kinds(expected, seen);
      return compareSets(expected.children, seen.children) ?? compareStats(expected.stat, seen.stat);
    case 'getACL':
      if (seen.type !== 'getACL') return kinds(expected, seen);
      return compareAcls(expected.acl, seen.acl) ?? compareStats(expected.stat, seen.stat);
    case 'getAllChildrenNumber':
      if (seen.type !== 'getAllChildrenNumber') return kinds(expected, seen);
      return expected.total === seen.total ? null : numbers('total', expected.total, seen.total);
    case 'getEphemerals':
      return seen.type === 'getEphemerals' ? compareSets(expected.paths, seen.paths) : kinds(expected, seen);
    case 'whoAmI':
      return seen.type === 'whoAmI' ? compareIds(expected.ids, seen.ids) : kinds(expected, seen);
    case 'addWatch':
      return seen.type === 'addWatch' ? null : kinds(expected, seen);
    case 'multi':
      return seen.type === 'multi' ? compareSlots(expected.results, seen.results) : kinds(expected, seen);
    case 'multiRead':
      return seen.type === 'multiRead' ? compareSlots(expected.results, seen.results) : kinds(expected, seen);
  }
}

type Slot = MultiResult | MultiReadResult;

function compareSlots(expected: readonly Slot[], seen: readonly Slot[]): Difference | null {
  if (expected.length !== seen.length) return differ('slots', String(expected.length), String(seen.length));
  for (const [index, slot] of expected.entries()) {
    const difference = compareSlot(slot, seen[index] as Slot);
    if (difference !== null) return difference;
  }
  return null;
}

function compareSlot(expected: Slot, seen: Slot): Difference | null {
  if (expected.type !== seen.type) return differ('slot', expected.type, seen.type);
  switch (expected.type) {
    case 'error':
      return seen.type === 'error' ? compareError(expected.err, seen.err) : null;
    case 'delete':
    case 'check':
      return null;
    default:
      return compareResults(expected, seen as OpResult);
  }
}

/** As sets: what `auth` stands for has no promised order. */
function compareAcls(expected: readonly Acl[], seen: readonly Acl[]): Difference | null {
  if (expected === seen) return null;
  const rest = [...seen];
  for (const { perms, scheme, id } of expected) {
    const at = rest.findIndex((entry) => entry.perms === perms && entry.scheme === scheme && entry.id === id);
    if (at < 0) return differ('acl', showAcl(expected), showAcl(seen));
    rest.splice(at, 1);
  }
  return rest.length === 0 ? null : differ('acl', showAcl(expected), showAcl(seen));
}

function showAcl(acl: readonly Acl[]): string {
  return `[${acl.map(({ perms, scheme, id }) => `${scheme}:${id}:${perms}`).join(', ')}]`;
}

function compareIds(expected: readonly AuthId[], seen: readonly AuthId[]): Difference | null {
  const show = (ids: readonly AuthId[]): string[] => ids.map(({ scheme, id }) => `${scheme}:${id}`);
  return compareSets(show(expected), show(seen));
}

export function compareStats(expected: Stat, seen: Stat): Difference | null {
  if (expected.czxid !== seen.czxid) return numbers('czxid', expected.czxid, seen.czxid);
  if (expected.mzxid !== seen.mzxid) return numbers('mzxid', expected.mzxid, seen.mzxid);
  if (expected.pzxid !== seen.pzxid) return numbers('pzxid', expected.pzxid, seen.pzxid);
  if (expected.version !== seen.version) return numbers('version', expected.version, seen.version);
  if (expected.cversion !== seen.cversion) return numbers('cversion', expected.cversion, seen.cversion);
  if (expected.aversion !== seen.aversion) return numbers('aversion', expected.aversion, seen.aversion);
  if (expected.ctime !== seen.ctime) return numbers('ctime', expected.ctime, seen.ctime);
  if (expected.mtime !== seen.mtime) return numbers('mtime', expected.mtime, seen.mtime);
  if (expected.ephemeralOwner !== seen.ephemeralOwner)
    return differ('ephemeralOwner', expected.ephemeralOwner, seen.ephemeralOwner);
  if (expected.dataLength !== seen.dataLength) return numbers('dataLength', expected.dataLength, seen.dataLength);
  if (expected.numChildren !== seen.numChildren) return numbers('numChildren', expected.numChildren, seen.numChildren);
  return null;
}

/** The transaction the leader wrote against the one it should have. A failed multi counts by its first error. */
export function compareBodies(expected: TxnBody | MultiTxnPart, seen: TxnBody | MultiTxnPart): Difference | null {
  if (expected.type !== seen.type) return differ('transaction', nameBody(expected), nameBody(seen));
  switch (expected.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL': {
      if (seen.type !== expected.type) return null;
      if (!sameBytes(expected.data, seen.data)) return differ('data', showBytes(expected.data), showBytes(seen.data));
      if (expected.ephemeral !== seen.ephemeral)
        return differ('ephemeral', String(expected.ephemeral), String(seen.ephemeral));
      if (expected.parentCversion !== seen.parentCversion) {
        return numbers('parentCversion', expected.parentCversion, seen.parentCversion);
      }
      if (expected.ttlMs !== seen.ttlMs) return numbers('ttl', expected.ttlMs ?? -1, seen.ttlMs ?? -1);
      return compareText('path', expected.path, seen.path) ?? compareAcls(expected.acl, seen.acl);
    }
    case 'setACL':
      if (seen.type !== 'setACL') return null;
      if (expected.version !== seen.version) return numbers('aversion', expected.version, seen.version);
      return compareText('path', expected.path, seen.path) ?? compareAcls(expected.acl, seen.acl);
    case 'delete':
    case 'deleteContainer':
      return seen.type === expected.type ? compareText('path', expected.path, seen.path) : null;
    case 'setData': {
      if (seen.type !== 'setData') return null;
      if (!sameBytes(expected.data, seen.data)) return differ('data', showBytes(expected.data), showBytes(seen.data));
      if (expected.version !== seen.version) return numbers('version', expected.version, seen.version);
      return compareText('path', expected.path, seen.path);
    }
    case 'check':
      return seen.type === 'check' ? compareText('path', expected.path, seen.path) : null;
    case 'error':
      return seen.type === 'error' ? compareError(expected.err, seen.err) : null;
    case 'createSession':
      return seen.type === 'createSession' && expected.timeoutMs !== seen.timeoutMs
        ? numbers('timeout', expected.timeoutMs, seen.timeoutMs)
        : null;
    case 'closeSession':
      return seen.type === 'closeSession' ? compareSets(expected.paths, seen.paths) : null;
    case 'multi':
      return seen.type === 'multi' ? compareParts(expected.parts, seen.parts) : null;
  }
}

function compareParts(expected: readonly MultiTxnPart[], seen: readonly MultiTxnPart[]): Difference | null {
  if (expected.length !== seen.length) return differ('parts', String(expected.length), String(seen.length));
  const failed = firstFailure(expected);
  if (failed !== firstFailure(seen)) return numbers('failing part', failed, firstFailure(seen));
  if (failed >= 0) return compareBodies(expected[failed] as MultiTxnPart, seen[failed] as MultiTxnPart);
  for (const [index, part] of expected.entries()) {
    const difference = compareBodies(part, seen[index] as MultiTxnPart);
    if (difference !== null) return difference;
  }
  return null;
}

/** Index of the first part with a real error, -1 when there is none. */
export function firstFailure(parts: readonly MultiTxnPart[]): number {
  return parts.findIndex((part) => part.type === 'error' && part.err !== 0);
}

function compareSets(expected: readonly string[], seen: readonly string[]): Difference | null {
  const names = new Set(expected);
  const same = expected.length === seen.length && seen.every((name) => names.delete(name));
  return same ? null : differ('names', `[${expected.join(', ')}]`, `[${seen.join(', ')}]`);
}

function compareText(field: string, expected: string, seen: string): Difference | null {
  return expected === seen ? null : differ(field, expected, seen);
}

function nameBody(body: TxnBody | MultiTxnPart): string {
  return body.type === 'error' ? errorName(body.err) : body.type;
}

function kinds(expected: OpResult, seen: OpResult): Difference {
  return differ('body', expected.type, seen.type);
}

function numbers(field: string, expected: number, seen: number): Difference {
  return differ(field, String(expected), String(seen));
}

function differ(field: string, expected: string, seen: string): Difference {
  return { field, expected, seen };
}

function showBytes(bytes: Uint8Array | null): string {
  if (bytes === null) return 'null';
  const shown = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > 16 ? `${shown}… (${bytes.length} bytes)` : shown;
}
