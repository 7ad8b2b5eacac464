/**
 * Engines as later releases may be: changed in ways that have nothing to do with a stored case. A case that is worth
 * keeping fails on each of them as it did.
 */
import type { Parts } from '../../../protocol/parts.ts';
import { standardParts } from '../../../protocol/parts.ts';
import type { QuorumPacket } from '../../../protocol/messages.ts';
import { findBug } from '../../../scenarios/bugs/index.ts';
import { catalogue } from '../../../scenarios/catalogue/index.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { defaultNetwork } from '../../network/options.ts';
import type { Latency } from '../../kernel/distribution.ts';
import type { Case } from '../../record/case.ts';

/** A case as it is run on a changed engine. */
export interface Changed {
  readonly of: Case;
  readonly registry: ReadonlyMap<string, Scenario>;
}

export interface Change {
  readonly name: string;
  readonly apply: (of: Case) => Changed;
}

function withScenario(of: Case, change: (scenario: Scenario) => Partial<Scenario>): Changed {
  const scenario = typeof of.scenario === 'string' ? catalogue.get(of.scenario) : undefined;
  if (scenario === undefined) return { of, registry: catalogue };
  return { of, registry: new Map([...catalogue, [scenario.name, { ...scenario, ...change(scenario) }]]) };
}

/** The parts of the case's bug, changed, as those of the scenario: a case runs a bug of the library as it is there. */
function withParts(of: Case, change: (parts: Parts) => Parts): Changed {
  const parts = (of.bug === null ? undefined : findBug(of.bug)?.parts) ?? standardParts;
  return withScenario({ ...of, bug: null }, ({ hooks }) => ({ hooks: { ...hooks, parts: change(parts) } }));
}

/** What is patched of an object of the protocol, which does not offer it to others. */
interface Sender {
  readonly peer: { readonly out: { choose(name: string, bound: number): number } };
  send(packet: QuorumPacket): void;
}
interface Queuer {
  queue(handler: unknown, packet: QuorumPacket): void;
}

/** Each packet of a learner asks for a choice that nobody asked for before. */
function deciding(parts: Parts): Parts {
  return {
    ...parts,
    createLearner: (peer, leader) => {
      const learner = parts.createLearner(peer, leader);
      const sender = learner as unknown as Sender;
      const send = sender.send.bind(learner);
      sender.send = (packet) => {
        sender.peer.out.choose('pace', 1000);
        send(packet);
      };
      return learner;
    },
  };
}

/** A leader pings twice where it pinged once, and is answered twice. */
function beating(parts: Parts): Parts {
  return {
    ...parts,
    createLeader: (peer) => {
      const leader = parts.createLeader(peer);
      const queuer = leader as unknown as Queuer;
      const queue = queuer.queue.bind(leader);
      queuer.queue = (handler, packet) => {
        queue(handler, packet);
        if (packet.type === 'PING') queue(handler, packet);
      };
      return leader;
    },
  };
}

/** A tenth more. */
function slower({ shape, minUs, spreadUs, maxUs }: Latency): Latency {
  return { shape, minUs: Math.round(minUs * 1.1), spreadUs: Math.round(spreadUs * 1.1), maxUs };
}

/** A default that the case does not ask for, because its own weather is written out, changes nothing. */
function otherDefault(of: Case): Changed {
  if (of.options.weather !== undefined) return { of, registry: catalogue };
  return withScenario(of, ({ network }) => ({
    network: { ...network, latency: slower(network?.latency ?? defaultNetwork.latency) },
  }));
}

function slowerWeather(of: Case): Changed {
  const { weather } = of.options;
  if (weather === undefined) return otherDefault(of);
  const options = { ...of.options, weather: { ...weather, latency: slower(weather.latency) } };
  return { of: { ...of, options }, registry: catalogue };
}

/** Those of which at least nine of ten cases must survive each. */
export const changes: readonly Change[] = [
  { name: 'an added decision site', apply: (of) => withParts(of, deciding) },
  {
    name: 'a renamed site',
    apply: (of) => withScenario(of, () => ({ sites: { wire: 'net', storage: 'disk', thread: 'stage' } })),
  },
  { name: 'one more heartbeat', apply: (of) => withParts(of, beating) },
  { name: 'another default latency', apply: otherDefault },
];

/** No later release does this to a case that has a weather of its own; it shows what such a case rests on. */
export const hardships: readonly Change[] = [{ name: 'every message a tenth slower', apply: slowerWeather }];
