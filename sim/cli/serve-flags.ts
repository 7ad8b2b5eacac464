/** What the user asked of `sim serve`, read from flags and files before anything starts. */
import { readFileSync } from 'node:fs';
import type { CompatRelease } from '../../protocol/compat.ts';
import { parseDurationUs } from '../record/duration.ts';
import { InputError } from '../record/input-error.ts';
import type { ProgramOptions } from '../serve/program.ts';
import type { ServeOptions } from '../serve/serve.ts';
import type { TlsOptions } from '../serve/tls-door.ts';
import { readSets, readZooCfg, type ServerSettings } from '../serve/zoo-cfg.ts';
import { readCount } from './run-flags.ts';
import { checkWritable } from './writable.ts';

/** As commander hands them over. */
export interface ServeFlags {
  readonly voters?: string;
  readonly observers?: string;
  readonly port?: string;
  readonly host?: string;
  readonly seed?: string;
  readonly scenario?: string;
  readonly compat?: string;
  readonly config?: string;
  readonly set: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
  readonly speed?: string;
  readonly for?: string;
  readonly save?: string;
  readonly control?: string;
  readonly recover?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const DEFAULT_PORT = 2181;
const DEFAULT_SEED = '1';
const DEFAULT_SCENARIO = 'calm';

export function readServeFlags(flags: ServeFlags): ProgramOptions {
  for (const name of ['save', 'control'] as const) {
    const file = flags[name];
    if (file !== undefined) checkWritable(`--${name}`, file);
  }
  const file: ServerSettings =
    flags.config === undefined ? { config: {} } : readZooCfg(flags.config, readFileSync(flags.config, 'utf8'));
  const sets = readSets(flags.set);
  const voters = readCount('--voters', flags.voters, 1, 15) ?? file.voters;
  const observers = readCount('--observers', flags.observers, 0, 15) ?? file.observers;
  const tls = readTls(flags, sets.clientAuth ?? file.clientAuth);
  const serve: ServeOptions = {
    ...(voters === undefined ? {} : { voters }),
    ...(observers === undefined ? {} : { observers }),
    port: readCount('--port', flags.port, 0, 65_535) ?? file.port ?? DEFAULT_PORT,
    seed: flags.seed ?? DEFAULT_SEED,
    scenario: flags.scenario ?? DEFAULT_SCENARIO,
    ...(flags.compat === undefined ? {} : { compat: flags.compat as CompatRelease }),
    config: { ...file.config, ...sets.config },
    ...(tls === null ? {} : { tls }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    speed: readSpeed(flags.speed),
  };
  return {
    serve,
    forMs: flags.for === undefined ? null : readDurationMs('--for', flags.for),
    save: flags.save ?? null,
    control: flags.control ?? null,
  };
}

function readTls(flags: ServeFlags, clientAuth: TlsOptions['clientAuth']): TlsOptions | null {
  const { tlsCert, tlsKey, tlsCa } = flags;
  if (tlsCert === undefined && tlsKey === undefined && tlsCa === undefined) return null;
  if (tlsCert === undefined) throw new InputError('--tls-cert is missing: TLS takes a certificate and its key.');
  if (tlsKey === undefined) throw new InputError('--tls-key is missing: TLS takes a certificate and its key.');
  return {
    cert: readFileSync(tlsCert),
    key: readFileSync(tlsKey),
    ...(tlsCa === undefined ? {} : { ca: readFileSync(tlsCa) }),
    ...(clientAuth === undefined ? {} : { clientAuth }),
  };
}

function readSpeed(text: string | undefined): number {
  if (text === undefined) return 1;
  const speed = /^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : 0;
  if (speed <= 0) throw new InputError(`--speed: "${text}" is not a number above 0.`);
  return speed;
}

export function readDurationMs(what: string, text: string): number {
  const us = parseDurationUs(text);
  if (us === null || us < 1000) throw new InputError(`${what}: "${text}" is not a duration such as 30s or 250ms.`);
  return us / 1000;
}
