/**
 * A scenario: an ensemble, what its clients ask, what strikes it, and what must hold or be reached. It is a
 * document (what a YAML file can say) plus what only code can say. Hooks are stateless functions: a run is a function
 * of its case, and a world that holds them can be forked.
 */
import type { ServerConfig } from '../protocol/config.ts';
import type { Parts } from '../protocol/parts.ts';
import type { Process } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import type { DiskOptions } from '../sim/disk/options.ts';
import type { Observer } from '../sim/kernel/observer.ts';
import type { ProcessSpec } from '../sim/kernel/world.ts';
import type { NetworkOptions } from '../sim/network/options.ts';
import type { PlanOp } from '../sim/record/plan.ts';
import type { ScenarioDocument } from '../sim/record/scenario-document.ts';
import type { Profile } from './profile.ts';
import type { OperationDice } from './workloads/draws.ts';

/** What judges a run: it watches as an observer and tells its results at the end. */
export type Property = Observer & Check;

export interface ScenarioHooks {
  /** The n-th operation of a client, drawn from nothing but its arguments; takes the place of the named workload's. */
  readonly operation?: (client: string, n: number, dice: OperationDice) => PlanOp;
  /** Each makes a fresh property for one run. */
  readonly properties?: readonly (() => Property)[];
  /** Processes beside servers and clients; they start at virtual time 0. */
  readonly processes?: readonly ProcessSpec[];
  /**
   * Servers of another protocol in the place of ZooKeeper's. They serve ZooKeeper's clients and tell ZooKeeper's facts as far as
   * they have any such; no promise of ZooKeeper's is asked of them, only the scenario's own properties are.
   */
  readonly server?: (config: ServerConfig) => Process;
  /** Parts of the servers that differ from the standard ones. Only wrong servers need this. */
  readonly parts?: Parts;
}

export interface ScenarioExtras {
  /** Time-outs of clients, by their names in ClientConfig; the names of clients and servers are the ensemble's. */
  readonly clientConfig?: Readonly<Record<string, number>>;
  /** What each seed draws; it wins over what the scenario says, and the options of a case over it. */
  readonly profile?: Profile;
  /** `skewed`: each server's clocks are off and drift by amounts drawn from the seed. */
  readonly clocks?: 'exact' | 'skewed';
  /**
   * `drawn`: each seed draws latencies, packet loss, disk speed and thread delays. `local`: all servers are on one
   * machine. `calm` unless said; where there is a profile, it says what the weather is.
   */
  readonly weather?: 'calm' | 'local' | 'drawn';
  readonly network?: Partial<NetworkOptions>;
  readonly disk?: Partial<DiskOptions>;
  /** Decision sites that were renamed: the new name to the one that stored cases know. */
  readonly sites?: Readonly<Record<string, string>>;
  /** Whether faults end with the time of the run, and the ensemble is asked to recover. True unless said. */
  readonly heal?: boolean;
  readonly hooks?: ScenarioHooks;
}

export type Scenario = ScenarioDocument & ScenarioExtras;

/** Checks what the types cannot, and returns the scenario itself. */
export function defineScenario(scenario: Scenario): Scenario {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(scenario.name)) {
    throw new RangeError(`the scenario name "${scenario.name}" is not in kebab-case`);
  }
  if (scenario.story === '') throw new RangeError(`scenario ${scenario.name} has no story`);
  if (scenario.ensemble.voters < 1) throw new RangeError(`scenario ${scenario.name} has no voters`);
  return scenario;
}
