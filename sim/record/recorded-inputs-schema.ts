/** The shape of recorded inputs in JSON; the types are those of `recorded-inputs.ts`. */
import * as z from 'zod';
import type { RecordedInput, RecordedInputs } from './recorded-inputs.ts';

const timeUs = z.int().min(0);
const socket = z.int().min(1);

export const recordedInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('opened'),
    atUs: timeUs,
    socket,
    peer: z
      .string()
      .min(1)
      .describe('An IP address; behind a "#" the subject of the certificate, where there was one.'),
    server: z.string().min(1).describe('Whose port it is.'),
  }),
  z.strictObject({
    kind: z.literal('bytes'),
    atUs: timeUs,
    socket,
    bytes: z
      .string()
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64')
      .describe('In base64.'),
  }),
  z.strictObject({ kind: z.literal('closed'), atUs: timeUs, socket }),
  z.strictObject({
    kind: z.literal('fault'),
    atUs: timeUs,
    id: z.string().min(1),
    line: z.string().min(1).describe('One line of the vocabulary of faults.'),
  }),
]) satisfies z.ZodType<RecordedInput>;

export const recordedInputsSchema = z
  .strictObject({
    wallMs: z.int().min(0).describe('What wall clocks showed when clients could connect first: ms of the epoch.'),
    endUs: timeUs.describe('Virtual time at which it ended.'),
    list: z.array(recordedInputSchema).describe('What clients and hands did, in order.'),
  })
  .superRefine(({ list, endUs }, context) => {
    const refuse = (index: number, field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: ['list', index, field], message });
    };
    const sockets = new Set<number>();
    let lastUs = 0;
    for (const [index, input] of list.entries()) {
      if (input.atUs < lastUs) refuse(index, 'atUs', 'is before the input that comes ahead of it');
      if (input.atUs > endUs) refuse(index, 'atUs', 'is behind the end');
      lastUs = input.atUs;
      if (input.kind === 'opened') {
        if (sockets.has(input.socket)) refuse(index, 'socket', 'is the number of another socket');
        sockets.add(input.socket);
      } else if (input.kind !== 'fault' && !sockets.has(input.socket)) {
        refuse(index, 'socket', 'is the number of no socket that was opened');
      }
    }
  })
  .describe('What entered a served ensemble.') satisfies z.ZodType<RecordedInputs>;
