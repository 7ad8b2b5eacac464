/** Requests whose bytes are not as they should be. */
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { javaTextLength } from '../../../protocol/wire/java-text.ts';
import { isCreate } from '../../../protocol/op.ts';
import type { Dice } from './dice.ts';
import { APPENDED_AT, packetLeftOut } from './quirks.ts';
import type { Flaw, Packet, StepOp } from './step.ts';

/** Operations whose record begins with a path, so that what is there is known by its offset. */
const PATH_FIRST = new Set<StepOp['type']>([
  'create',
  'create2',
  'createContainer',
  'createTTL',
  'delete',
  'setData',
  'setACL',
  'exists',
  'getData',
  'getChildren',
  'getChildren2',
  'getACL',
  'getAllChildrenNumber',
  'sync',
  'addWatch',
  'removeWatches',
  'checkWatches',
  'getEphemerals',
]);

/**
 * A request whose header is sound and whose record is not. Those it would leave without an answer, or an ensemble
 * without a leader, stay as they are (quirks.ts).
 */
export function spoilt(op: StepOp, dice: Dice, servers: number): Packet {
  if (op.type === 'ping' || op.type === 'whoAmI' || op.type === 'closeSession' || op.type === 'deleteContainer') {
    return { op };
  }
  const packet = { op, flaw: flawFor(op, dice) };
  return packetLeftOut(packet, servers) ? { op } : packet;
}

function flawFor(op: StepOp, dice: Dice): Flaw {
  if (op.type === 'multi' || op.type === 'multiRead') {
    return dice.weighted<Flaw>([
      [4, { kind: 'cut', bytes: 1 + dice.below(12) }],
      [1, { kind: 'splice', at: 0, remove: 4, insert: dice.pick(['00000007', 'ffffffff', '0000000e', '00000000']) }],
      [1, { kind: 'splice', at: 0, remove: 0, insert: READ_SLOT }],
      [3, { kind: 'opCode', value: op.type === 'multi' ? 22 : 14 }],
      [1, { kind: 'splice', at: APPENDED_AT, remove: 0, insert: '00' }],
    ]);
  }
  if ((isCreate(op) || op.type === 'setACL') && dice.chance(25)) return nullInAcl(op, dice);
  if ((op.type === 'setWatches' || op.type === 'setWatches2') && dice.chance(60)) {
    // How many data watches there are: no list, a negative number, more than there are.
    return { kind: 'splice', at: ZXID_BYTES, remove: 4, insert: dice.pick(['ffffffff', 'fffffffe', '00000fff']) };
  }
  if (!PATH_FIRST.has(op.type)) return { kind: 'cut', bytes: 1 + dice.below(8) };
  return dice.weighted<Flaw>([
    [40, { kind: 'cut', bytes: 1 + dice.below(10) }],
    // The path's length: none, negative, more than there is, more than may be.
    [30, { kind: 'splice', at: 0, remove: 4, insert: dice.pick(['ffffffff', 'fffffffe', '00000fff', '7fffffff']) }],
    // No path.
    [20, { kind: 'splice', at: 0, remove: 4 + javaTextLength(pathOf(op)), insert: 'ffffffff' }],
    // Everything: no record at all.
    [5, { kind: 'cut', bytes: EVERYTHING }],
    // More bytes than the record has: nobody looks at them.
    [20, { kind: 'splice', at: APPENDED_AT, remove: 0, insert: dice.pick(['00', 'ffffffff', '0102030405060708']) }],
  ]);
}

/** The first entry of the list has no scheme or no id, or there is a list of no length. */
function nullInAcl(op: Extract<StepOp, { acl: unknown }>, dice: Dice): Flaw {
  const data = 'data' in op ? 4 + (op.data === null ? 0 : encodeText(op.data).length) : 0;
  const count = 4 + javaTextLength(op.path) + data;
  const first = op.acl?.[0];
  const scheme = count + 4 + 4;
  if (first === undefined || dice.chance(20)) {
    return { kind: 'splice', at: count, remove: 4, insert: dice.pick(['fffffffe', '7fffffff', '00000009']) };
  }
  const schemeBytes = 4 + javaTextLength(first.scheme);
  if (dice.chance(50)) return { kind: 'splice', at: scheme, remove: schemeBytes, insert: 'ffffffff' };
  return { kind: 'splice', at: scheme + schemeBytes, remove: 4 + javaTextLength(first.id), insert: 'ffffffff' };
}

/** In front of the lists of a setWatches. */
const ZXID_BYTES = 8;

function pathOf(op: StepOp): string {
  if (op.type === 'getEphemerals') return op.prefix ?? '';
  return 'path' in op ? (op.path ?? '') : '';
}

/** More bytes than any record has. */
const EVERYTHING = 999_999;

/** A getData of `/a`, as a slot of a multi. */
const READ_SLOT = '00000004' + '00' + 'ffffffff' + '00000002' + '2f61' + '00';

/** As long as a packet may be (jute.maxbuffer), or one byte longer: the server hangs up. */
export function hugePacket(path: string, tooLong: boolean): Packet {
  const data = MAX_BUFFER - SET_DATA_BYTES - encodeText(path).length + (tooLong ? 1 : 0);
  return { op: { type: 'setData', path, data: 'x'.repeat(data), version: -1 } };
}

const MAX_BUFFER = 0xfffff;
/** Of a setData without path and data: the header, two lengths and the version. */
const SET_DATA_BYTES = 8 + 4 + 4 + 4;

/** A packet after which the server hangs up without a word. */
export function brokenFrame(op: StepOp, dice: Dice): Packet {
  const flaw = dice.pick<Flaw>([
    { kind: 'length', value: -1 },
    { kind: 'length', value: -2_147_483_648 },
    { kind: 'length', value: 0x100000 },
    { kind: 'length', value: 0x7fffffff },
    { kind: 'short', bytes: 0 },
    { kind: 'short', bytes: 3 },
    { kind: 'short', bytes: 7 },
  ]);
  return { op, flaw };
}

/** The first bytes of a connection, after which the server hangs up. */
export function brokenHandshake(dice: Dice): { readonly what: string; readonly bytes: string } {
  return dice.pick([
    { what: 'negative length', bytes: 'ffffffff' },
    { what: 'length above the limit', bytes: '00100000' },
    { what: 'empty packet', bytes: '00000000' },
    { what: 'unknown word', bytes: '61626364' },
    { what: 'handshake cut short', bytes: '0000000c' + '00000000' + '0000000000000000' },
    { what: 'password longer than the packet', bytes: `0000001c${'0'.repeat(48)}00000010` },
    { what: 'password of negative length', bytes: `0000001c${'0'.repeat(48)}fffffffe` },
    { what: 'nothing', bytes: '' },
    { what: 'half a length', bytes: '0000' },
    { what: 'a request before the handshake', bytes: '00000008' + '00000001' + '0000000b' },
  ]);
}
