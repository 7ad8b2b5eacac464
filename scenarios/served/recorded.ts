/** Between inputs as a served ensemble takes them and inputs as a case keeps them. */
import { decodeBase64, encodeBase64 } from '../../protocol/std/base64.ts';
import { assertNever } from '../../protocol/std/assert.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { RecordedInput } from '../../sim/record/recorded-inputs.ts';
import type { ServedInput, SocketId } from './served-input.ts';

export function recordInput(input: ServedInput): RecordedInput {
  const { atUs } = input;
  if (input.kind === 'fault') return { kind: 'fault', atUs, id: input.id, line: input.line };
  const { socket, peer, arrival } = input;
  switch (arrival.kind) {
    case 'opened':
      return { kind: 'opened', atUs, socket, peer, server: arrival.server };
    case 'bytes':
      return { kind: 'bytes', atUs, socket, bytes: encodeBase64(arrival.bytes) };
    case 'closed':
      return { kind: 'closed', atUs, socket };
    default:
      return assertNever(arrival);
  }
}

/** Reads recorded inputs in their order. */
export class InputReader {
  private readonly servers: readonly ProcessName[];
  private readonly peers = new Map<SocketId, ProcessName>();

  constructor(servers: readonly ProcessName[]) {
    this.servers = servers;
  }

  /** Fails with a RangeError when an input makes no sense here; `index` tells which it is. */
  read(input: RecordedInput, index: number): ServedInput {
    const { atUs } = input;
    if (input.kind === 'fault') return { kind: 'fault', atUs, id: input.id, line: input.line };
    const { socket } = input;
    if (input.kind === 'opened') {
      if (!this.servers.includes(input.server)) throw refusal(index, `there is no server ${input.server}`);
      if (this.servers.includes(input.peer)) throw refusal(index, `${input.peer} is a server`);
      this.peers.set(socket, input.peer);
      return {
        kind: 'socket',
        atUs,
        socket,
        peer: input.peer,
        arrival: { kind: 'opened', server: input.server },
      };
    }
    const peer = this.peers.get(socket);
    if (peer === undefined) throw refusal(index, `socket ${socket} was never opened`);
    if (input.kind === 'closed') return { kind: 'socket', atUs, socket, peer, arrival: { kind: 'closed' } };
    const bytes = decodeBase64(input.bytes);
    if (bytes === null) throw refusal(index, 'its bytes are not base64');
    return { kind: 'socket', atUs, socket, peer, arrival: { kind: 'bytes', bytes } };
  }
}

function refusal(index: number, why: string): RangeError {
  return new RangeError(`the recorded input ${index + 1} makes no sense: ${why}`);
}
