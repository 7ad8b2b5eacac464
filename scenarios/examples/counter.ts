/**
 * A scenario of one's own: `sim run scenarios/examples/counter.ts --seed 7`.
 *
 * Everybody counts in one node, each writing over the version it saw last; a property watches that nobody sees the
 * node go back; two processes that have nothing to do with ZooKeeper chat beside the ensemble.
 */
import {
  defineScenario,
  type CheckResult,
  type Finding,
  type Input,
  type Moment,
  type OperationDice,
  type Out,
  type Outcome,
  type Plain,
  type PlanOp,
  type Process,
  type ProcessName,
  type Property,
} from 'zabsim';

const COUNTER = '/counter';

/** The n-th operation of a client, from nothing but its arguments: so a plan may leave out any other. */
function count(client: string, n: number, dice: OperationDice): PlanOp {
  if (n === 0) return { type: 'create', path: COUNTER, data: '0', mode: 'PERSISTENT' };
  if (dice.below(0, 3) === 0) return { type: 'getData', path: COUNTER, watch: true };
  return { type: 'setData', path: COUNTER, data: `${client}.${n}`, version: 'known' };
}

/** No session sees a version of the counter after a higher one. State in plain fields, so that a world can be forked. */
class NeverBack implements Property {
  readonly name = 'counter-never-back';
  private readonly seen = new Map<string, number>();
  private finding: Finding | null = null;

  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    if (id < 0) return;
    const outcome = value as Outcome;
    if (outcome.kind !== 'answered' || outcome.result === null || !('stat' in outcome.result)) return;
    const { result, session } = outcome;
    if (result.type !== 'getData' && result.type !== 'setData') return;
    // The probes of the recovery check read and write the root, which is older than anything else.
    if (result.stat.czxid === 0) return;
    const before = this.seen.get(session) ?? -1;
    this.seen.set(session, result.stat.version);
    if (result.stat.version >= before) return;
    this.finding ??= {
      signature: `${this.name}: an older version after a newer one`,
      message: `Client ${process} saw version ${result.stat.version} of ${COUNTER} after version ${before}.`,
      atUs: moment.atUs,
      event: moment.event,
    };
  }

  results(): readonly CheckResult[] {
    const { name, finding } = this;
    const detail = finding === null ? `${this.seen.size} sessions` : finding.message;
    return [{ name, verdict: finding === null ? 'ok' : 'violation', detail, finding }];
  }
}

/** Says hello to its peer once a second, and counts what it hears. */
class Gossip implements Process {
  private readonly peer: ProcessName;
  private heard = 0;

  constructor(peer: ProcessName) {
    this.peer = peer;
  }

  step(input: Input, out: Out): void {
    switch (input.kind) {
      case 'start':
        out.setTimer('hello', 1_000_000);
        return;
      case 'timer': {
        const connection = out.open(this.peer, 'gossip');
        out.send(connection, { type: 'HELLO' });
        out.setTimer('hello', 1_000_000);
        return;
      }
      case 'message':
        this.heard++;
        out.fact({ type: 'mark', name: 'gossip heard' });
        out.close(input.connection);
        return;
      default:
        return;
    }
  }

  inspect(): unknown {
    return { heard: this.heard };
  }
}

export default defineScenario({
  name: 'counter',
  story: 'Three clients count in one node while servers crash; nobody ever sees it go back.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { ops: 200 },
  faults: 'crash,reset,latency',
  duration: '12s',
  sometimes: ['gossip heard', 'a session moved'],
  hooks: {
    operation: count,
    properties: [() => new NeverBack()],
    processes: [
      { name: 'alice', create: () => new Gossip('bob'), hasDisk: false },
      { name: 'bob', create: () => new Gossip('alice'), hasDisk: false },
    ],
  },
});
