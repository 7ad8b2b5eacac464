/** The shape of a plan in JSON; the types are those of `plan.ts`. */
import * as z from 'zod';
import { faultLineSchema } from './fault-line.ts';
import { planAcls, planUsers, type Plan, type PlanOp } from './plan.ts';

const path = z.string().describe('Path of a znode; an invalid one is passed to the server, which refuses it.');
const data = z.union([
  z.string(),
  z.strictObject({
    hex: z.string().regex(/^([0-9a-f]{2})*$/, 'is not an even number of lower-case hexadecimal digits'),
  }),
  z.null(),
]);
const version = z.union([z.int(), z.literal('known')]);
const createModes = [
  'PERSISTENT',
  'EPHEMERAL',
  'PERSISTENT_SEQUENTIAL',
  'EPHEMERAL_SEQUENTIAL',
  'CONTAINER',
  'PERSISTENT_WITH_TTL',
  'PERSISTENT_SEQUENTIAL_WITH_TTL',
] as const;
const mode = z.union([z.enum(createModes), z.int()]);
const acl = z.enum(planAcls).describe('An ACL by what it comes to.');

const created = { path, data: data.default(''), acl: acl.exactOptional() };
const creates = [
  z.strictObject({ type: z.enum(['create', 'create2']), ...created, mode: mode.default('PERSISTENT') }),
  z.strictObject({ type: z.literal('createContainer'), ...created, mode: mode.default('CONTAINER') }),
  z.strictObject({
    type: z.literal('createTTL'),
    ...created,
    mode: mode.default('PERSISTENT_WITH_TTL'),
    ttlMs: z.int().describe('A childless node goes when it has not changed for so long.'),
  }),
] as const;
const remove = z.strictObject({ type: z.literal('delete'), path, version: version.default(-1) });
const setData = z.strictObject({ type: z.literal('setData'), path, data, version: version.default(-1) });
const check = z.strictObject({ type: z.literal('check'), path, version });

export const planOpSchema = z.discriminatedUnion('type', [
  ...creates,
  remove,
  setData,
  z.strictObject({ type: z.literal('setACL'), path, acl, version: version.default(-1) }),
  z.strictObject({
    type: z.literal('multi'),
    parts: z.array(z.discriminatedUnion('type', [...creates, remove, setData, check])),
  }),
  z.strictObject({
    type: z.enum(['exists', 'getData', 'getChildren', 'getChildren2']),
    path,
    watch: z.boolean().default(false),
  }),
  z.strictObject({ type: z.enum(['getACL', 'getAllChildrenNumber', 'sync']), path }),
  z.strictObject({ type: z.literal('getEphemerals'), prefix: z.string().default('/') }),
  z.strictObject({
    type: z.literal('multiRead'),
    parts: z.array(z.strictObject({ type: z.enum(['getData', 'getChildren']), path })),
  }),
  z.strictObject({
    type: z.literal('addWatch'),
    path,
    mode: z.union([z.enum(['PERSISTENT', 'PERSISTENT_RECURSIVE']), z.int()]).default('PERSISTENT'),
  }),
  z.strictObject({
    type: z.enum(['removeWatches', 'checkWatches']),
    path,
    watcherType: z
      .union([z.enum(['CHILDREN', 'DATA', 'ANY', 'PERSISTENT', 'PERSISTENT_RECURSIVE']), z.int()])
      .default('ANY'),
  }),
  z.strictObject({ type: z.literal('auth'), user: z.enum(planUsers) }),
  z.strictObject({
    type: z.literal('reconfig'),
    joining: z.string().nullable().default(null),
    leaving: z.string().nullable().default(null),
  }),
  z.strictObject({ type: z.enum(['whoAmI', 'closeSession']) }),
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
