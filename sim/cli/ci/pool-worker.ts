/** A process of the pool: takes batches of cases, answers with their results. */
import { runCase } from '../../../scenarios/index.ts';
import type { Case } from '../../record/case.ts';

process.on('message', (batch) => {
  process.send?.((batch as Case[]).map((of) => runCase(of).result));
});
