/**
 * Whole servers and clients for transcripts.
 *
 * Servers take `voters`, `observers` and any field of ServerConfig. Clients take `servers=1,2` and any field of
 * ClientConfig; they are asked `create /a data [flags]`, `set /a data [version]`, `delete /a [version]`, `get /a`,
 * `exists /a`, `children /a`, `sync /a`, `close`; a trailing `watch` arms one.
 */
import { createClient } from '../client/client.ts';
import { defaultClientConfig, type ClientConfig } from '../client/client-config.ts';
import { defaultConfig } from '../config.ts';
import { membersOf, numbersOf } from '../election/lone-elector.testkit.ts';
import { OPEN_ACL, type UserOp } from '../op.ts';
import type { Parts } from '../parts.ts';
import { standardParts } from '../parts.ts';
import type { Plain, ProcessName } from '../process.ts';
import { createServer } from '../server.ts';
import { AssertionError } from '../std/assert.ts';
import { encodeText } from '../std/text-bytes.ts';
import type { Kind } from '../transcript.testkit.ts';

/** Servers assembled from these parts. */
export function serverKind(parts: Parts): Kind {
  return {
    create: (name: ProcessName, options: ReadonlyMap<string, string>) => {
      const config = { ...defaultConfig(Number(name), membersOf(options)), ...numbersOf(options) };
      return () => createServer(config, parts);
    },
    request: (words: readonly string[]): Plain => {
      throw new AssertionError('a server is asked by clients', { words });
    },
  };
}

export const SERVER: Kind = serverKind(standardParts);

export const CLIENT: Kind = {
  create: (name: ProcessName, options: ReadonlyMap<string, string>) => {
    const numbers = [...options].filter(([key]) => key !== 'servers').map(([key, value]) => [key, Number(value)]);
    const fields = Object.fromEntries(numbers) as Partial<ClientConfig>;
    const servers = (options.get('servers') ?? '1,2,3').split(',');
    const config: ClientConfig = { ...defaultClientConfig(name, servers), ...fields };
    return () => createClient(config);
  },
  request: parseOp,
};

function parseOp(words: readonly string[]): UserOp {
  const watch = words.at(-1) === 'watch';
  const [verb = '', path = '', third, fourth] = words;
  const data = third === undefined ? null : encodeText(third);
  switch (verb) {
    case 'create':
      return { type: 'create', path, data, acl: OPEN_ACL, flags: Number(fourth ?? 0) };
    case 'set':
      return { type: 'setData', path, data, version: Number(fourth ?? -1) };
    case 'delete':
      return { type: 'delete', path, version: Number(third ?? -1) };
    case 'get':
      return { type: 'getData', path, watch };
    case 'exists':
      return { type: 'exists', path, watch };
    case 'children':
      return { type: 'getChildren', path, watch };
    case 'sync':
      return { type: 'sync', path };
    case 'close':
      return { type: 'closeSession' };
    default:
      throw new AssertionError('an operation is known', { verb });
  }
}
