/**
 * `paranoid.js [A..B]`: the seeds of every scenario, each run twice, plain and with every message and every durable
 * record as ZooKeeper's bytes. Both must be the same run; the first that are not end it.
 */
import { byText } from '../../../protocol/std/compare.ts';
import { columns } from '../../../reports/text/layout.ts';
import { registry, run, version, ZabTranscoder } from '../../../scenarios/index.ts';
import { newCase } from '../../record/case.ts';
import { parseSeedRange } from '../../record/seed.ts';

const [seeds = '1..5'] = process.argv.slice(2);
const range = parseSeedRange(seeds);
if (range === null || typeof range === 'string') throw new Error(`"${seeds}" is no range of seeds`);

const kinds = new Map<string, number>();

/** One scenario's row; null when a run was another. */
function rowOf(scenario: string, from: bigint, to: bigint): string[] | null {
  let events = 0;
  const transcoder = new ZabTranscoder();
  for (let seed = from; seed <= to; seed++) {
    const of = newCase(version, scenario, String(seed));
    const plain = run(of);
    const coded = run(of, { transcoder });
    events += coded.events;
    if (plain.fingerprint === coded.fingerprint && plain.verdict === coded.verdict) continue;
    const ends = `${plain.verdict} ${plain.fingerprint}, as bytes ${coded.verdict} ${coded.fingerprint}`;
    process.stdout.write(`PROBLEM ${scenario} ${seed}: ${ends} ${coded.failure?.message ?? ''}\n`);
    process.stdout.write(`  sim run ${scenario} --seed ${seed} --paranoid\n`);
    return null;
  }
  const { messages, records, passed } = transcoder;
  for (const [kind, count] of transcoder.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  return [scenario, `${to - from + 1n} seeds`, `${events} events`, `${messages} messages`, `${records} records`].concat(
    passed === 0 ? [] : [`${passed} of processes of its own`],
  );
}

const rows: string[][] = [];
for (const scenario of registry.keys()) {
  const row = rowOf(scenario, range.from, range.to);
  if (row === null) {
    process.exitCode = 1;
    break;
  }
  rows.push(row);
}
process.stdout.write(`${columns(rows, [1, 2, 3, 4]).join('\n')}\n`);
const seen = [...kinds].sort(([a], [b]) => byText(a, b)).map(([kind, count]) => [String(count), kind]);
process.stdout.write(`${columns(seen, [0]).join('\n')}\n`);
