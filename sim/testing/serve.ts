/**
 * A real ensemble for a test: ports that clients of any kind connect to, faults and time in the test's hands, and at the
 * end whether every promise was held by what those clients did. The one file of this door that needs Node.
 */
import type { CompatRelease } from '../../protocol/compat.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { SharedConfig } from '../../scenarios/settings.ts';
import type { CheckResult, Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { Failure, RunResult } from '../record/run-result.ts';
import { serve, type Served, type ServedStatus } from '../serve/serve.ts';
import type { TlsOptions } from '../serve/tls-door.ts';

export interface EnsembleOptions {
  /** 3 unless said, or as many as the scenario has; 1 is a server that stands alone. */
  readonly voters?: number;
  /** After the voters; none unless said. */
  readonly observers?: number;
  /** Of everything that the world draws: delays, disks, a scenario's faults. `quiet` unless said. */
  readonly seed?: string;
  /** Its weather and its faults: a name of the catalogue, or a scenario of one's own. */
  readonly scenario?: string | Scenario;
  /** Faults that wait for their trigger, as lines: `when leader commits 3 writes: crash leader`. */
  readonly faults?: readonly string[];
  /** Whose answers clients get; '3.9' unless said. */
  readonly compat?: CompatRelease;
  /** Fields of a server's configuration, such as `tickTimeMs`, over those that ZooKeeper ships with. */
  readonly config?: Partial<SharedConfig>;
  /** A re-created bug of ZooKeeper, by id or name: does the application notice, do the checks? */
  readonly bug?: string;
  /** How much faster than the wall clock virtual time goes; 1 unless said. */
  readonly speed?: number;
  /** With it, the ports take TLS beside plain connections. */
  readonly tls?: TlsOptions;
}

export interface EnsembleVerdict {
  readonly verdict: Verdict;
  readonly checks: readonly CheckResult[];
  /** The finding that decided; null when there is none. */
  readonly failure: Failure | null;
  /** All that is known of the run, as `sim run --json` prints it. */
  readonly result: RunResult;
}

export interface StartedEnsemble {
  /** `127.0.0.1:40001,127.0.0.1:40002,127.0.0.1:40003`, as clients of ZooKeeper take it. */
  readonly connectString: string;
  /** One for each server, in the order of their ids from 1. */
  readonly ports: readonly number[];
  /** One line of the vocabulary of faults, `crash leader`; has taken effect on return unless it has a trigger. */
  act(line: string): void;
  /** So much virtual time passes at once, and all that is due in it happens: expiry, elections, what a node may live. */
  advance(ms: number): void;
  status(): ServedStatus;
  /** The server that leads and serves, or stands alone; null while none does. */
  leader(): number | null;
  /** What the checks say until now; behind `stop`, of the whole run. */
  verdict(): EnsembleVerdict;
  /** The case of this run, without what clients sent: the seed and every option. */
  readonly case: Case;
  /** Closes all ports and connections; the verdict on all of it. Rejects when a server has failed an assertion. */
  stop(): Promise<EnsembleVerdict>;
}

/** Resolves when clients can connect. Several may run at a time, each with ports and a virtual time of its own. */
export async function startEnsemble(options: EnsembleOptions = {}): Promise<StartedEnsemble> {
  const { voters = options.scenario === undefined ? 3 : undefined, faults = [], ...rest } = options;
  const served = await serve({ ...rest, ...(voters === undefined ? {} : { voters }) });
  const started = new Started(served);
  try {
    for (const line of faults) started.act(line);
  } catch (error) {
    await served.stop();
    throw error;
  }
  return started;
}

class Started implements StartedEnsemble {
  private readonly served: Served;

  constructor(served: Served) {
    this.served = served;
  }

  get connectString(): string {
    return this.served.connectString;
  }

  get ports(): readonly number[] {
    return this.served.ports;
  }

  get case(): Case {
    return this.served.case;
  }

  act(line: string): void {
    this.served.act(line);
  }

  advance(ms: number): void {
    this.served.advance(ms);
  }

  status(): ServedStatus {
    return this.served.status();
  }

  leader(): number | null {
    const leads = this.served.ensemble.standings.find(
      ({ up, serving, state }) => up && serving && (state === 'LEADING' || state === 'STANDALONE'),
    );
    return leads === undefined ? null : Number(leads.name);
  }

  verdict(): EnsembleVerdict {
    const { result, checks } = this.served.verdict();
    return { verdict: result.verdict, checks, failure: result.failure, result };
  }

  async stop(): Promise<EnsembleVerdict> {
    await this.served.stop();
    return this.verdict();
  }
}
