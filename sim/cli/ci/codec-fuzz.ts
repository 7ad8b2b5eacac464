/**
 * `codec-fuzz.js [SEED] [ATTEMPTS]`: a million packets and records, changed here and there, and given to whoever reads
 * them. Fails on the first that is neither read nor refused in the way it should be.
 */
import { columns } from '../../../reports/text/layout.ts';
import { fuzzCodecs } from '../../../protocol/wire/mutated-frames.testkit.ts';

const [seed = '1', attempts = '1000000'] = process.argv.slice(2);
const counts = fuzzCodecs(Number(seed), Number(attempts));
const rows = counts.map((count) => [
  String(count.attempts),
  count.name,
  `${count.read} read`,
  `${count.refused} refused`,
]);
process.stdout.write(`${columns(rows, [0, 2, 3]).join('\n')}\n`);
