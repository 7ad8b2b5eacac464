import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryFaults } from '../testing/arbitrary-faults.ts';
import { arbitraryOperations } from '../testing/arbitrary-operations.ts';
import { parseStep } from '../fault/parse.ts';
import { parseHandLine, showHandLine, showMoment, placed, type HandLine } from './hand-line.ts';
import { parseOperation, showOperation } from './operation-text.ts';
import { planOpSchema } from './plan-schema.ts';

const SEED = 20260724;

function read(text: string): HandLine {
  const parsed = parseHandLine(text);
  if (!parsed.ok) throw new Error(`${parsed.error.field}: ${parsed.error.message}`);
  return parsed.value;
}

describe('operations as people write them', () => {
  test.each`
    text                                           | op
    ${'create /a "x"'}                             | ${{ type: 'create', path: '/a', data: 'x', mode: 'PERSISTENT' }}
    ${'create /a'}                                 | ${{ type: 'create', path: '/a', data: '', mode: 'PERSISTENT' }}
    ${'create /a "x" ephemeral sequential'}        | ${{ type: 'create', path: '/a', data: 'x', mode: 'EPHEMERAL_SEQUENTIAL' }}
    ${'create /a -s'}                              | ${{ type: 'create', path: '/a', data: '', mode: 'PERSISTENT_SEQUENTIAL' }}
    ${'create2 /a 0x00ff EPHEMERAL acl read-only'} | ${{ type: 'create2', path: '/a', data: { hex: '00ff' }, mode: 'EPHEMERAL', acl: 'read-only' }}
    ${'createContainer /c'}                        | ${{ type: 'createContainer', path: '/c', data: '', mode: 'CONTAINER' }}
    ${'createTTL /t "x" ttl 5s'}                   | ${{ type: 'createTTL', path: '/t', data: 'x', mode: 'PERSISTENT_WITH_TTL', ttlMs: 5000 }}
    ${'setData /a "y" version 3'}                  | ${{ type: 'setData', path: '/a', data: 'y', version: 3 }}
    ${'setData /a null version known'}             | ${{ type: 'setData', path: '/a', data: null, version: 'known' }}
    ${'delete /a'}                                 | ${{ type: 'delete', path: '/a', version: -1 }}
    ${'getData /a watch'}                          | ${{ type: 'getData', path: '/a', watch: true }}
    ${'getChildren /'}                             | ${{ type: 'getChildren', path: '/', watch: false }}
    ${'exists "no path" watch'}                    | ${{ type: 'exists', path: 'no path', watch: true }}
    ${'sync /a'}                                   | ${{ type: 'sync', path: '/a' }}
    ${'addWatch /a PERSISTENT_RECURSIVE'}          | ${{ type: 'addWatch', path: '/a', mode: 'PERSISTENT_RECURSIVE' }}
    ${'multi create /a "; x" ; delete /b version 1'} | ${{
      type: 'multi',
      parts: [{ type: 'create', path: '/a', data: '; x', mode: 'PERSISTENT' }, { type: 'delete', path: '/b', version: 1 }],
    }}
    ${'closeSession'}                              | ${{ type: 'closeSession' }}
  `('$text', ({ text, op }: { text: string; op: unknown }) => {
    expect(parseOperation(text)).toEqual({ ok: true, value: op });
  });

  test.each`
    text                        | field          | sentence
    ${'creat /a'}               | ${'operation'} | ${'"creat" is no operation; known are create'}
    ${'create'}                 | ${'path'}      | ${'create takes a path, like create /a'}
    ${'create a'}               | ${'path'}      | ${'"a" is no path: paths begin with "/"'}
    ${'create /a "x'}           | ${'operation'} | ${'is not closed'}
    ${'create /a 0xf'}          | ${'data'}      | ${'is not an even number of lower-case hexadecimal digits'}
    ${'create /a x'}            | ${'operation'} | ${'"x" is not expected behind create'}
    ${'create /a acl mine'}     | ${'acl'}       | ${'an access list is one of open'}
    ${'setData /a'}             | ${'data'}      | ${'setData takes data'}
    ${'setData /a "x" version'} | ${'version'}   | ${'version is a whole number'}
    ${'delete /a version x'}    | ${'version'}   | ${'"x" is no whole number'}
    ${'multi getData /a'}       | ${'operation'} | ${'"getData" is no operation'}
    ${'multi delete /a ;'}      | ${'operation'} | ${'"" is no operation'}
    ${'auth eve'}               | ${'user'}      | ${'auth takes one of alice, bob'}
  `('$text is refused', ({ text, field, sentence }: Record<string, string>) => {
    const parsed = parseOperation(text as string);
    expect(parsed.ok ? null : parsed.error.field).toBe(field);
    expect(parsed.ok ? null : parsed.error.message).toContain(sentence);
  });

  test('what is printed reads back', () => {
    fc.assert(
      fc.property(arbitraryOperations({ clients: 3, most: 6 }), (operations) => {
        for (const { op } of operations) expect(parseOperation(showOperation(op))).toEqual({ ok: true, value: op });
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('what is printed reads back, whatever stands in its texts', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const version = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constant('known' as const));
    const create = fc.record(
      {
        type: fc.constant('create'),
        path: text,
        data: fc.oneof(text, fc.constant(null)),
        mode: fc.integer(),
        acl: fc.constantFrom('open', 'alice'),
      },
      { requiredKeys: ['type', 'path', 'data', 'mode'] },
    );
    const set = fc.record({
      type: fc.constant('setData'),
      path: text,
      data: fc.oneof(text, fc.constant(null)),
      version,
    });
    const check = fc.record({ type: fc.constant('check'), path: text, version });
    const op = fc.oneof(
      create,
      set,
      fc.record({ type: fc.constantFrom('exists', 'getData'), path: text, watch: fc.boolean() }),
      fc.record({ type: fc.constant('multi'), parts: fc.array(fc.oneof(create, set, check), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('reconfig'), joining: fc.option(text), leaving: fc.option(text) }),
    );
    fc.assert(
      fc.property(op, (made) => {
        const known = planOpSchema.parse(made);
        expect(parseOperation(showOperation(known))).toEqual({ ok: true, value: known });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('a line that is added by hand', () => {
  test.each`
    line                                            | kind           | printed
    ${'crash 2'}                                    | ${'fault'}     | ${'crash 2'}
    ${' at 1.2s:  crash 2 for 800ms '}              | ${'fault'}     | ${'at 1.2s: crash 2 for 800ms'}
    ${'when leader logs 1:2: pause leader'}         | ${'fault'}     | ${'when leader logs 1:2: pause leader'}
    ${'partition 1,2 | 3,4,5'}                      | ${'fault'}     | ${'partition 1,2 | 3,4,5'}
    ${'c1 create /a "x"'}                           | ${'operation'} | ${'c1 create /a "x"'}
    ${'at 1500001us: c12 getData /a watch'}         | ${'operation'} | ${'at 1.500001s: c12 getData /a watch'}
    ${'c2 setData /a "at 2s: crash 1"'}             | ${'operation'} | ${'c2 setData /a "at 2s: crash 1"'}
    ${'let net/5>2#1/quorum/PROPOSAL#3.delay=2500'} | ${'decision'}  | ${'let net/5>2#1/quorum/PROPOSAL#3.delay = 2500'}
  `('$line', ({ line, kind, printed }: Record<string, string>) => {
    const read1 = read(line as string);
    expect(read1.kind).toBe(kind);
    expect(showHandLine(read1)).toBe(printed);
    expect(read(printed as string)).toEqual(read1);
  });

  test.each`
    line                                    | field          | sentence
    ${''}                                   | ${'line'}      | ${'the line is empty'}
    ${'crahs 2'}                            | ${'action'}    | ${'"crahs 2" is no action'}
    ${'at noon: crash 2'}                   | ${'trigger'}   | ${'"noon" is no duration'}
    ${'at noon: c1 sync /'}                 | ${'trigger'}   | ${'"noon" is no duration'}
    ${'heal for 2s'}                        | ${'for'}       | ${'heal happens at once'}
    ${'c1'}                                 | ${'operation'} | ${'what is c1 to ask?'}
    ${'c1 make /a'}                         | ${'operation'} | ${'"make" is no operation'}
    ${'let it be'}                          | ${'line'}      | ${'a decision is written "let ADDRESS = VALUE"'}
    ${'let net.delay = 3'}                  | ${'address'}   | ${'"net.delay" is no address'}
    ${'let net/1>2#1/quorum/ACK#0.delay=x'} | ${'value'}     | ${'"x" is no whole number'}
  `('$line is refused', ({ line, field, sentence }: Record<string, string>) => {
    const parsed = parseHandLine(line as string);
    expect(parsed.ok ? null : parsed.error.field).toBe(field);
    expect(parsed.ok ? null : parsed.error.message).toContain(sentence);
  });

  test('what is printed reads back, and means what the vocabulary says', () => {
    fc.assert(
      fc.property(arbitraryFaults({ most: 4 }), (lines) => {
        for (const text of lines) {
          const line = read(text);
          expect(read(showHandLine(line))).toEqual(line);
          const step = parseStep('line', text);
          expect(step.ok ? step.value : null).toMatchObject(
            line.kind === 'fault' ? { trigger: line.trigger, action: line.action } : {},
          );
        }
      }),
      { seed: SEED },
    );
  });

  test('a moment is exact to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (us) => {
        expect(placed(read('c1 sync /'), us)).toMatchObject({ atUs: us });
        expect(read(`at ${showMoment(us)}: c1 sync /`)).toMatchObject({ atUs: us });
      }),
      { seed: SEED },
    );
  });
});
