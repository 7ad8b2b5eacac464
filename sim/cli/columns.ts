/** `--columns`: prints a run as one line for each event that means something. */
import { columnsText } from '../../reports/text/columns.ts';
import type { Chronicle } from '../../scenarios/chronicle.ts';
import type { RunResult } from '../record/run-result.ts';
import { choosePalette, print } from './output.ts';

/** Of what is no terminal. */
const WIDTH = 100;

/** Up to the finding, where there is one. */
export async function printColumns(chronicle: Chronicle, result: RunResult): Promise<void> {
  const event = result.failure?.event ?? -1;
  const options = {
    servers: [...chronicle.voters, ...chronicle.observers],
    width: process.stdout.columns ?? WIDTH,
    ...(event < 0 ? {} : { until: event }),
  };
  print(columnsText(chronicle.notes, options, await choosePalette()));
}
