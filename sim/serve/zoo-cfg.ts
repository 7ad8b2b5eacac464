/** A zoo.cfg: configuration of the servers, who they are, and the port. */
import type { SharedConfig } from '../../scenarios/settings.ts';
import { InputError } from '../record/input-error.ts';
import type { Setting } from '../record/scenario-document.ts';
import { readProperties, type Property } from './properties.ts';
import { readSettingOf } from './settings-table.ts';

export type ClientAuth = 'need' | 'want' | 'none';

/** What was said; nothing where nothing was. */
export interface ServerSettings {
  readonly config: Partial<SharedConfig>;
  readonly voters?: number;
  readonly observers?: number;
  readonly port?: number;
  readonly clientAuth?: ClientAuth;
}

/** Fails with an InputError that names file, line and field. */
export function readZooCfg(file: string, text: string): ServerSettings {
  const fields: Record<string, Setting> = {};
  const members = new Map<string, 'voter' | 'observer'>();
  const more: { port?: number; clientAuth?: ClientAuth } = {};
  let standaloneEnabled = true;
  // Of two lines of one name the later holds, as in a Properties object.
  for (const property of readProperties(text)) {
    const { name, value: raw } = property;
    const value = raw.trim();
    const refuse = (problem: string): InputError => refusal(file, property, problem);
    if (name.startsWith('server.')) {
      const member = readMember(name, value);
      if (typeof member === 'string') throw refuse(member);
      members.set(String(Number(name.slice('server.'.length))), member.type);
    } else if (/^(group|weight)\b/.test(name)) throw refuse('asks for a hierarchical quorum, and there is none here');
    else if (name === 'dynamicConfigFile') throw refuse('is not read: write the server lines into this file');
    else if (name === 'clientPort' || name === 'secureClientPort') more.port = readPort(value, refuse);
    else if (name === 'ssl.clientAuth') more.clientAuth = readClientAuth(value, refuse);
    else if (name === 'standaloneEnabled') standaloneEnabled = readStandalone(value, refuse);
    else {
      const read = readSettingOf(name, value);
      if (typeof read === 'string') throw refuse(read);
      if (read !== null) fields[read.field] = read.value;
    }
  }
  if (!standaloneEnabled) fields['standalone'] = false;
  const observers = [...members.values()].filter((type) => type === 'observer').length;
  if (members.size > 0 && observers === members.size) {
    throw new InputError(`${file}: server lines name observers alone, and somebody has to vote.`);
  }
  return {
    config: fields as Partial<SharedConfig>,
    ...(members.size === 0 ? {} : { voters: members.size - observers, observers }),
    ...more,
  };
}

/** `name=value` as `--set` takes them, in order. */
export function readSets(texts: readonly string[]): ServerSettings {
  const fields: Record<string, Setting> = {};
  let clientAuth: ClientAuth | undefined;
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new InputError(`--set: "${text}" is not name=value.`);
    const name = text.slice(0, at);
    const value = text.slice(at + 1);
    const refuse = (problem: string): InputError => new InputError(`--set: ${name} ${problem}.`);
    if (/^(zookeeper\.)?ssl\.clientAuth$/.test(name)) clientAuth = readClientAuth(value, refuse);
    else {
      const read = readSettingOf(name, value);
      if (typeof read === 'string') throw refuse(read);
      if (read !== null) fields[read.field] = read.value;
    }
  }
  return { config: fields as Partial<SharedConfig>, ...(clientAuth === undefined ? {} : { clientAuth }) };
}

type Refuse = (problem: string) => InputError;

/** `host:port:port[:role][|more addresses][;[host:]clientPort]`. */
function readMember(name: string, value: string): { readonly type: 'voter' | 'observer' } | string {
  if (!/^server\.[0-9]{1,3}$/.test(name) || Number(name.slice(7)) > 255) return 'is no server.N with N from 0 to 255';
  const address = /^(?:\[[0-9a-fA-F:.]+\]|[^:;|[\]]+):[0-9]{1,5}:[0-9]{1,5}(?::(participant|observer))?$/i;
  const [quorum = ''] = value.split(';');
  let type: 'voter' | 'observer' = 'voter';
  for (const each of quorum.split('|')) {
    const found = address.exec(each.trim());
    if (found === null) return `is "${value}", not host:port:port, perhaps with :observer`;
    if (found[1]?.toLowerCase() === 'observer') type = 'observer';
  }
  return { type };
}

function readPort(value: string, refuse: Refuse): number {
  const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : -1;
  if (port < 1 || port > 65_535) throw refuse(`is "${value}", not a port from 1 to 65535`);
  return port;
}

function readClientAuth(value: string, refuse: Refuse): ClientAuth {
  const mode = value.toLowerCase();
  if (mode === 'need' || mode === 'want' || mode === 'none') return mode;
  throw refuse(`is "${value}", not need, want or none`);
}

function readStandalone(value: string, refuse: Refuse): boolean {
  if (!/^(true|false)$/i.test(value)) throw refuse(`is "${value}", not true or false`);
  return value.toLowerCase() === 'true';
}

function refusal(file: string, { name, line }: Property, problem: string): InputError {
  return new InputError(`${file}:${line}: ${name} ${problem}.`);
}
