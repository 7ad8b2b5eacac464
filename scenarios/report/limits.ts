/** What a report does not show and a verdict does not say. A reader must know both. */
import type { RunResult } from '../../sim/record/run-result.ts';
import type { Story } from '../../sim/record/story.ts';

export interface LimitSources {
  readonly result: RunResult;
  readonly story: Story | null;
  readonly cut: number;
}

export function limitsOf({ result, story, cut }: LimitSources): string[] {
  const undecided = result.checks.filter(({ verdict }) => verdict === 'undecided');
  return [
    ...undecided.map(({ name, detail }) => `The check ${name} is undecided: ${detail}.`),
    ...(story === null || story.complete
      ? []
      : ['Not every step of the case was tried: what is called necessary is so, what is not named may be.']),
    ...(cut === 0
      ? []
      : [
          `${cut} of ${result.events} events are only in the density of the picture. Whole are the causal past of the failure, as far as 20000 events reach, each step of an election or a life, and the last 20000 events.`,
        ]),
    'Garbage collection is a pause of the whole process; there is no page cache beyond synced or not, no memory that runs out, and no congestion control.',
    'Not modelled: reconfiguration, access control beyond the open list, quotas, local sessions, TTL and container znodes, persistent watches, TLS and SASL.',
    'A simulated failure is evidence about the model. Before it is reported as a bug of ZooKeeper it has to be seen on a real ensemble.',
  ];
}
