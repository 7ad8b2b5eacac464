/** What a process was given in an event, and what it did about it, in phrases that follow its name. */
import type { EventNews, Outcome, SessionNews } from '../../protocol/client/outcome.ts';
import type { Input, Message, Plain, ProcessName } from '../../protocol/process.ts';
import { lifeWords } from '../chronicle.ts';
import { factWords } from '../fact-words.ts';
import { messageWords } from '../message-words.ts';
import { newsWords, opWords, outcomeWords } from '../op-words.ts';
import type { EventWitness } from './event-witness.ts';
import { waitWords } from './wait-words.ts';

/** `server 3`, `client c1`. */
export function whoIs(process: ProcessName): string {
  return `${/^[0-9]+$/.test(process) ? 'server' : 'client'} ${process}`;
}

export function givenOf(input: Input): string {
  switch (input.kind) {
    case 'start':
      return 'starts';
    case 'opened':
      return input.incoming
        ? `takes a connection of ${whoIs(input.peer)} (${input.channel})`
        : `is connected with ${whoIs(input.peer)} (${input.channel})`;
    case 'closed':
      return `learns that its connection with ${whoIs(input.peer)} (${input.channel}) has ended: ${input.reason}`;
    case 'message':
      return `gets ${messageWords(input.message)} from ${whoIs(input.peer)}`;
    case 'timer':
      return `has waited long enough (${waitWords({ process: '', kind: 'timer', what: input.timer, atUs: 0 }) ?? input.timer})`;
    case 'contents':
      return `has read ${input.file}`;
    case 'synced':
      return `has ${input.file} on disk`;
    case 'diskError':
      return `cannot ${input.operation} ${input.file}`;
    case 'stage':
      return `goes on in its stage ${input.stage}`;
    case 'request':
      return 'is asked by its application';
    case 'writable':
      return 'has room to send more';
  }
}

export function deedsOf(witness: EventWitness): string[] {
  const told = [
    ...witness.requests.map(({ what }) => `was asked to ${opWords(what as Parameters<typeof opWords>[0])}`),
    ...witness.lives.filter(({ what }) => what.change !== 'started').map(({ what }) => lifeWords(what)),
    ...witness.facts.flatMap(({ what }) => factWords(what)?.long ?? []),
    ...witness.replies.map(({ id, what }) => replyDeed(id, what)),
  ];
  return [...told, ...sentDeeds(witness)];
}

function replyDeed(id: number, value: Plain): string {
  if (id < 0) return `told its application: ${newsWords(value as EventNews | SessionNews)}`;
  return `answered its application: ${outcomeWords(value as Outcome)}`;
}

interface Output {
  readonly kind: string;
  readonly message?: Message;
  readonly to?: ProcessName;
  readonly file?: string;
  readonly from?: string;
  readonly item?: { readonly packet?: Message } | null;
}

/** Timers, choices and closed connections say nothing by themselves; a message to many is told once. */
function sentDeeds({ outputs }: EventWitness): string[] {
  const counts = new Map<string, number>();
  for (const { what } of outputs) {
    const deed = outputDeed(what as unknown as Output);
    if (deed !== null) counts.set(deed, (counts.get(deed) ?? 0) + 1);
  }
  return [...counts].map(([deed, count]) => (count === 1 ? deed : `${deed} (${count} times)`));
}

function outputDeed(output: Output): string | null {
  switch (output.kind) {
    case 'send':
      return output.message === undefined ? null : `sent ${messageWords(output.message)}`;
    case 'handOver':
      return output.item?.packet === undefined ? null : `queued ${messageWords(output.item.packet)}`;
    case 'open':
      return `called ${whoIs(output.to ?? '')}`;
    case 'write':
    case 'append':
      return `wrote to ${output.file ?? ''}`;
    case 'sync':
      return `asked its disk to keep ${output.file ?? ''}`;
    case 'truncate':
      return `cut ${output.file ?? ''}`;
    default:
      return null;
  }
}
