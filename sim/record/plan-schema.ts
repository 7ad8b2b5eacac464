/** The shape of a plan in JSON; the types are those of `plan.ts`. */
import { z } from 'zod';
import { faultLineSchema } from './fault-line.ts';
import type { Plan, PlanOp } from './plan.ts';

const path = z.string().describe('Path of a znode; an invalid one is passed to the server, which refuses it.');
const data = z.union([
  z.string(),
  z.strictObject({
    hex: z.string().regex(/^([0-9a-f]{2})*$/, 'is not an even number of lower-case hexadecimal digits'),
  }),
  z.null(),
]);
const version = z.union([z.int(), z.literal('known')]);
const mode = z.union([z.enum(['PERSISTENT', 'EPHEMERAL', 'PERSISTENT_SEQUENTIAL', 'EPHEMERAL_SEQUENTIAL']), z.int()]);

const create = z.strictObject({
  type: z.literal('create'),
  path,
  data: data.default(''),
  mode: mode.default('PERSISTENT'),
});
const remove = z.strictObject({ type: z.literal('delete'), path, version: version.default(-1) });
const setData = z.strictObject({ type: z.literal('setData'), path, data, version: version.default(-1) });
const check = z.strictObject({ type: z.literal('check'), path, version });

export const planOpSchema = z.discriminatedUnion('type', [
  create,
  remove,
  setData,
  z.strictObject({
    type: z.literal('multi'),
    parts: z.array(z.discriminatedUnion('type', [create, remove, setData, check])),
  }),
  z.strictObject({ type: z.enum(['exists', 'getData', 'getChildren']), path, watch: z.boolean().default(false) }),
  z.strictObject({ type: z.literal('sync'), path }),
  z.strictObject({ type: z.literal('closeSession') }),
]) satisfies z.ZodType<PlanOp>;

export const planSchema = z.strictObject({
  operations: z
    .array(
      z.strictObject({
        client: z.string().min(1),
        atUs: z.int().min(0).describe('Virtual time at which the application asks.'),
        op: planOpSchema,
      }),
    )
    .superRefine((operations, context) => {
      const late = operations.findIndex((operation, i) => operation.atUs < (operations[i - 1]?.atUs ?? 0));
      if (late >= 0)
        context.addIssue({ code: 'custom', path: [late, 'atUs'], message: 'is before the operation above it' });
    }),
  faults: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        line: faultLineSchema,
      }),
    )
    .superRefine((faults, context) => {
      const ids = faults.map((fault) => fault.id);
      const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
      if (twice >= 0) context.addIssue({ code: 'custom', path: [twice, 'id'], message: 'names another fault already' });
    }),
}) satisfies z.ZodType<Plan>;
