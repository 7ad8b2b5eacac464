/** `sim ctl`: says something to a running `sim serve`, and returns when it has taken effect. */
import { exitCodes } from '../check/verdict.ts';
import { InputError } from '../record/input-error.ts';
import { control } from '../serve/control-client.ts';
import { findControlFile, readControlFile } from '../serve/control-file.ts';
import type { ControlCommand } from '../serve/control-port.ts';
import type { Performed, ServedStatus } from '../serve/serve.ts';
import { print } from './output.ts';
import { readDurationMs } from './serve-flags.ts';

export interface CtlFlags {
  readonly control?: string;
  readonly json?: true;
}

type Status = ServedStatus & { readonly connect: string; readonly scenario: string; readonly seed: string };

/** Returns the exit code: that of `undecided` when nothing changed. */
export async function ctlCommand(words: readonly string[], flags: CtlFlags): Promise<number> {
  const command = readCommand(words);
  const answer = await control(readControlFile(flags.control ?? findControlFile()), command);
  if (flags.json === true) print([JSON.stringify(answer)]);
  else print(answerLines(command, answer));
  const idle = command.command === 'act' && (answer as Performed).effect === 'idle';
  return idle ? exitCodes.undecided : exitCodes.ok;
}

export function readCommand(words: readonly string[]): ControlCommand {
  const line = words.join(' ').trim();
  if (line === 'status' || line === 'stop') return { command: line };
  if (line === 'advance' || line.startsWith('advance ')) {
    return { command: 'advance', ms: readDurationMs('advance', line.slice('advance '.length)) };
  }
  if (line === '')
    throw new InputError('a command is missing: an action such as "crash leader", advance, status or stop.');
  return { command: 'act', line };
}

function answerLines({ command }: ControlCommand, answer: unknown): string[] {
  switch (command) {
    case 'act': {
      const { effect, text } = answer as Performed;
      if (effect === 'armed') return [`armed: ${text}`];
      return [effect === 'done' ? text : `nothing changed: ${text}`];
    }
    case 'advance':
      return [`virtual time is ${(answer as { virtualMs: number }).virtualMs} ms`];
    case 'stop': {
      const { verdict, fingerprint, record } = answer as { verdict: string; fingerprint: string; record: string };
      return [`${verdict}  fingerprint ${fingerprint}  ${record}`];
    }
    case 'status':
      return statusLines(answer as Status);
  }
}

function statusLines(status: Status): string[] {
  const { sessions } = status;
  return [
    `${status.connect}  ${status.scenario}, seed ${status.seed}`,
    `virtual ${status.virtualMs} ms, shifted ${status.shiftedMs} ms, speed ${status.speed}`,
    ...status.servers.map(({ sid, up, paused, state, epoch, applied }) => {
      const where = up ? `${state.toLowerCase()}${paused ? ', paused' : ''}` : 'down';
      return `server ${sid}  ${where}, epoch ${epoch}, zxid 0x${applied.toString(16)}`;
    }),
    `${status.connections} connections, sessions: ${sessions.length === 0 ? 'none' : sessions.join(' ')}`,
    ...(status.failure === null ? [] : [`failed: ${status.failure}`]),
  ];
}
