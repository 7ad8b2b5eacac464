/**
 * What a scenario gives to an ensemble whose clients bring their own work: its size, its weather, its faults and, where
 * it has them, its own servers. Its clients, what they would ask, and its end are left out.
 */
import { standardParts, type Parts } from '../../protocol/parts.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { FaultStep } from '../../sim/fault/action.ts';
import { parseStep } from '../../sim/fault/parse.ts';
import { validateSteps } from '../../sim/fault/validate.ts';
import { Addresses } from '../../sim/kernel/addresses.ts';
import { membersOf } from '../ensemble.ts';
import { faultSteps, readFaults } from '../fault-plan.ts';
import { factVerbs } from '../fault-verbs.ts';
import type { Scenario } from '../scenario.ts';
import { resolveSettings, type Settings } from '../settings.ts';
import { weatherOf, type Weather } from '../weather.ts';

export interface GroundOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  /** In place of what the scenario says, or its profile draws. */
  readonly voters?: number;
  readonly observers?: number;
}

export class ServedGround {
  readonly scenario: Scenario;
  readonly voters: number;
  readonly observers: number;
  readonly weather: Weather;
  readonly parts: Parts;
  /** For what is drawn before the run. */
  readonly draws: Addresses;
  private readonly seed: string;
  private readonly settings: Settings;

  constructor({ scenario, seed, voters, observers }: GroundOptions) {
    this.scenario = scenario;
    this.seed = seed;
    this.draws = this.drawsOf(seed);
    this.settings = resolveSettings(
      scenario,
      { ...(voters === undefined ? {} : { voters }), ...(observers === undefined ? {} : { observers }) },
      this.draws,
    );
    this.voters = this.settings.voters;
    this.observers = this.settings.observers;
    this.weather = weatherOf(scenario, this.draws, this.servers);
    this.parts = scenario.hooks?.parts ?? standardParts;
  }

  get servers(): ProcessName[] {
    return membersOf(this).map((member) => String(member.sid));
  }

  /** How long the faults of one round take. */
  get roundUs(): number {
    return this.settings.durationUs;
  }

  /** How its faults are called: a mix by name, `lines`, `profile`. */
  get faultsName(): string {
    const { faults } = this.settings;
    return typeof faults === 'string' ? faults : Array.isArray(faults) ? 'lines' : 'profile';
  }

  /** Whether there is another round when one is over: drawn faults go on, lines are what they are. */
  get goesOn(): boolean {
    const { faults } = this.settings;
    return !this.draws.quiet && faults !== 'none' && !Array.isArray(faults);
  }

  /**
   * The faults of a round, from 0; times count from its beginning. Each round draws from a seed of its own, so that they
   * differ. Faults of the scenario's own clients are left out with them.
   */
  faultsOf(round: number): readonly FaultStep[] {
    const { faults } = this.settings;
    const { servers } = this;
    if (Array.isArray(faults)) return linesFor(faults as readonly string[], servers);
    const draws = round === 0 ? this.draws : this.drawsOf(`${this.seed} round ${round}`);
    const steps = faultSteps(draws, this.settings, null, servers, servers);
    return round === 0 ? steps : steps.map((step) => ({ ...step, id: `r${round}${step.id}` }));
  }

  private drawsOf(seed: string): Addresses {
    return new Addresses(seed, {}, this.scenario.sites);
  }
}

function linesFor(lines: readonly string[], servers: readonly ProcessName[]): readonly FaultStep[] {
  const faults = lines.map((line, index) => ({ id: `f${index + 1}`, line }));
  return readFaults(
    faults.filter(({ id, line }) => {
      const parsed = parseStep(id, line);
      return !parsed.ok || validateSteps([parsed.value], { names: servers, verbs: factVerbs }).length === 0;
    }),
    servers,
  );
}
