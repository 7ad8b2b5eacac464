/** Reads lessons, answers and files with answers from JSON. The types are those of `lesson.ts`. */
import * as z from 'zod';
import { parseWith, type InputSource } from './input-error.ts';
import type { Ask, CompletionFile, Goal, Lesson, LessonAnswer, MomentAsk } from './lesson.ts';
import { settingSchema } from './scenario-schema.ts';

const text = z.string().min(1);
const name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'not in kebab-case');
const count = z.union([z.int().min(0), text]);
const names = z.record(z.string(), z.string());

const momentSchema: z.ZodType<MomentAsk> = z.union([
  z.strictObject({ condition: text, after: text.exactOptional() }),
  z.strictObject({ check: text }),
  z.strictObject({ fault: text }),
  z.strictObject({ durable: text, on: z.union([z.literal('quorum'), count]) }),
]);

const askSchema: z.ZodType<Ask> = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.enum(['quorum', 'overlap', 'tolerated', 'half']), voters: count }),
  z.strictObject({ ask: z.literal('vote-order'), votes: names }),
  z.strictObject({ ask: z.literal('zxid-order'), zxids: names }),
  z.strictObject({ ask: z.enum(['leader', 'epoch', 'serving', 'up']) }),
  z.strictObject({ ask: z.enum(['accepted-epoch', 'last-zxid', 'sync-plan']), server: text }),
  z.strictObject({ ask: z.literal('node'), server: text, path: text }),
  z.strictObject({ ask: z.enum(['outcome', 'read']), client: text, nth: count }),
  z.strictObject({ ask: z.enum(['holders', 'carriers', 'fate']), path: text }),
  z.strictObject({ ask: z.literal('times'), condition: text }),
  z.strictObject({ ask: z.literal('time'), at: momentSchema, since: momentSchema.exactOptional() }),
]) as z.ZodType<Ask>;

const goalSchema: z.ZodType<Goal> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(goalSchema).min(1) }),
    z.strictObject({ any: z.array(goalSchema).min(1) }),
    z.strictObject({ not: goalSchema }),
    z.strictObject({ happens: text }),
    z.strictObject({ ask: askSchema, is: z.string() }),
    z.strictObject({ broken: text }),
    z.strictObject({ lived: z.array(text).min(1) }),
  ]),
);

const caseFields = {
  scenario: text,
  bug: z.string().nullable().exactOptional(),
  seed: text.exactOptional(),
  voters: count,
  observers: count.exactOptional(),
  clients: z.int().min(0).max(9).exactOptional(),
  durationMs: z.int().min(1).max(600_000),
  config: z.record(z.string(), settingSchema).exactOptional(),
  overrides: z.record(z.string(), z.int()).exactOptional(),
  lines: z.array(z.string()),
};
const caseSchema = z.strictObject(caseFields);
const changeSchema = z.strictObject({
  ...caseFields,
  scenario: caseFields.scenario.exactOptional(),
  voters: count.exactOptional(),
  durationMs: caseFields.durationMs.exactOptional(),
  lines: caseFields.lines.exactOptional(),
  more: z.array(z.string()).exactOptional(),
});

const variantsSchema = z.strictObject({
  count: z.int().min(1).max(10),
  draws: z.array(z.array(names).min(1)).min(1),
  apart: z.array(text).exactOptional(),
});

const asked = {
  id: name,
  text,
  explain: z.string(),
  variants: variantsSchema.exactOptional(),
  case: changeSchema.exactOptional(),
  errors: z
    .array(z.strictObject({ answer: text.exactOptional(), ask: askSchema.exactOptional(), name: text, say: text }))
    .exactOptional(),
};
const lines = z.array(text);
const bands = z.array(z.strictObject({ lines: z.int().min(1).nullable(), share: z.number().min(0).max(1) })).min(1);

const setRuleSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('is'), ask: askSchema }),
  z.strictObject({ rule: z.literal('quorums'), voters: count, sharing: z.int().min(0) }),
  z.strictObject({ rule: z.literal('stops'), voters: count }),
  z.strictObject({ rule: z.literal('group-quorum'), groups: z.array(z.array(text)), isQuorum: z.boolean() }),
]);

const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    ...asked,
    type: z.enum(['number', 'zxid', 'server', 'duration', 'choice']),
    choices: z.array(z.strictObject({ value: text, text })).exactOptional(),
    ask: askSchema,
    within: z.number().min(0).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('set'),
    ...asked,
    members: z.union([z.literal('servers'), z.array(text).min(1)]),
    sets: z.array(text).min(1),
    rule: setRuleSchema,
    none: z
      .array(z.strictObject({ id: name, text, because: z.enum(['pigeonhole', 'nothing']) }))
      .min(2)
      .exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('order'),
    ...asked,
    items: z.array(z.strictObject({ id: name, text })).min(2),
    from: text,
    to: text,
    ask: askSchema,
  }),
  z.strictObject({
    kind: z.literal('pick'),
    ...asked,
    moments: z.array(z.strictObject({ at: momentSchema, share: z.number().min(0).max(1), say: text })).min(1),
  }),
  z.strictObject({
    kind: z.literal('script'),
    ...asked,
    endings: z.array(z.strictObject({ text, goal: goalSchema, reference: lines })).min(1),
    bands,
  }),
  z.strictObject({
    kind: z.literal('hunt'),
    ...asked,
    goal: goalSchema,
    correct: changeSchema,
    correctName: text,
    reference: lines.min(1),
    bands,
  }),
  z.strictObject({ kind: z.literal('text'), ...asked, lines: z.int().min(1).max(40), look: z.array(text).min(1) }),
  z.strictObject({
    kind: z.literal('code'),
    ...asked,
    lab: text,
    starter: text,
    seeds: z.string(),
    properties: z.array(text).min(1),
  }),
]);

const lessonSchema = z.strictObject({
  schema: z.literal(1),
  id: name,
  number: z.int().min(1).max(99),
  title: text,
  goal: text,
  minutes: z.strictObject({ least: z.int().min(1), most: z.int().min(1) }),
  case: caseSchema,
  known: z.record(z.string(), z.strictObject({ ask: askSchema, case: changeSchema.exactOptional() })),
  steps: z
    .array(
      z.strictObject({
        id: name,
        kind: z.enum(['see', 'predict', 'do', 'check', 'explain', 'code']),
        title: text,
        text: z.array(text),
        play: z.strictObject({ case: changeSchema.exactOptional(), at: momentSchema.exactOptional() }).exactOptional(),
        questions: z.array(questionSchema),
        settles: name.exactOptional(),
      }),
    )
    .min(1),
});

const some = z.array(z.string().max(400)).max(200);
const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), value: z.string().max(400) }),
  z.strictObject({ kind: z.literal('set'), sets: z.array(some).max(9), none: z.string().max(100).nullable() }),
  z.strictObject({ kind: z.literal('order'), order: some }),
  z.strictObject({ kind: z.literal('pick'), event: z.int().min(-1) }),
  z.strictObject({ kind: z.literal('script'), scripts: z.array(some).max(9) }),
  z.strictObject({ kind: z.literal('hunt'), script: some }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(20_000) }),
  z.strictObject({ kind: z.literal('code'), code: z.string().max(200_000) }),
]);

const completionSchema = z.strictObject({
  schema: z.literal(1),
  engine: text,
  lesson: name,
  answers: z.array(
    z.strictObject({
      question: name,
      variant: z.int().min(0),
      answer: answerSchema,
      link: z.string().max(20_000),
    }),
  ),
});

/** Fails with an InputError that names the field. */
export function parseLesson(value: unknown, source: InputSource): Lesson {
  return parseWith(lessonSchema as unknown as z.ZodType<Lesson>, value, source);
}

export function parseAnswer(value: unknown, source: InputSource): LessonAnswer {
  return parseWith(answerSchema as z.ZodType<LessonAnswer>, value, source);
}

export function parseCompletion(value: unknown, source: InputSource): CompletionFile {
  return parseWith(completionSchema as z.ZodType<CompletionFile>, value, source);
}
