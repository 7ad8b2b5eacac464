import { X509Certificate } from 'node:crypto';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import { Certificates } from './certificates.testkit.ts';
import { RawClient } from './raw-client.testkit.ts';
import { serve } from './serve.ts';
import { portOf, served, stopAll } from './started.testkit.ts';
import { subjectOf } from './subject-name.ts';

const made = new Certificates();
const server = made.signed('server', '/CN=server');
const ann = made.signed('ann', '/C=DE/O=Example, Inc./OU=ops+UID=7/CN=ann');
const stranger = made.selfSigned('stranger', '/CN=ann');
const ANN = 'CN=ann,OU=ops+UID=7,O=Example\\, Inc.,C=DE';

afterEach(stopAll);
afterAll(() => made.remove());

const tls = { cert: server.cert, key: server.key };
const withClients = { ...tls, ca: made.authority.cert };

/** Rejects when the handshake fails, at once or with the first bytes. */
async function secure(port: number, options: ConnectionOptions = {}): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', ca: made.authority.cert, ...options });
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const client = new RawClient(socket);
  await client.shakeHands();
  return client;
}

const whoAmI = { type: 'whoAmI' } as const;
const create = (path: string, scheme: string, id: string) =>
  ({ type: 'create', path, data: null, acl: [{ perms: 31, scheme, id }], flags: 0 }) as const;
const read = (path: string) => ({ type: 'getData', path, watch: false }) as const;

describe('one port', () => {
  test('takes TLS and plain connections', async () => {
    const port = portOf(await served({ tls }));
    const inside = await secure(port);
    expect(await inside.ask(create('/a', 'world', 'anyone'))).toMatchObject({ err: 0 });
    const plain = await RawClient.session(port);
    expect(await plain.ask(read('/a'))).toMatchObject({ err: 0 });
    expect(await plain.ask(whoAmI)).toMatchObject({ err: 0, result: { ids: [{ scheme: 'ip', id: '127.0.0.1' }] } });
  });

  test('serves an ensemble over TLS', async () => {
    const { ports } = await served({ voters: 3, tls });
    const [first, second] = [await secure(ports[0] as number), await secure(ports[1] as number)];
    expect(await first.ask(create('/a', 'world', 'anyone'))).toMatchObject({ err: 0 });
    expect(await second.ask({ type: 'sync', path: '/a' })).toMatchObject({ err: 0 });
    expect(await second.ask(read('/a'))).toMatchObject({ err: 0 });
  });

  test('resets a client over TLS when its server crashes, and one that is down hangs up', async () => {
    const ensemble = await served({ voters: 3, tls });
    const port = ensemble.ports[1] as number;
    const client = await secure(port);
    ensemble.act('crash 2');
    expect((await client.rest()).error).toBe('ECONNRESET');
    await expect(secure(port)).rejects.toThrow();
    expect(ensemble.status()).toMatchObject({ failure: null, connections: 0 });
  });

  test('hangs up on a handshake that is none', async () => {
    const client = await RawClient.open(portOf(await served({ tls })));
    client.send(Uint8Array.of(0x16, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    await client.rest();
  });
});

describe('a certificate of a client', () => {
  test('is its identity, for ACLs as for auth', async () => {
    const ensemble = await served({ tls: withClients });
    const port = portOf(ensemble);
    const client = await secure(port, { cert: ann.cert, key: ann.key });
    const { result } = await client.ask(whoAmI);
    expect((result as unknown as { ids: unknown[] }).ids).toContainEqual({ scheme: 'x509', id: ANN });
    expect(await client.ask(create('/hers', 'x509', ANN))).toMatchObject({ err: 0 });
    expect(await client.ask(create('/hers-too', 'auth', ''))).toMatchObject({ err: 0 });
    expect(await client.ask(read('/hers'))).toMatchObject({ err: 0 });
    const plain = await RawClient.session(port);
    expect(await plain.ask(read('/hers'))).toMatchObject({ err: ErrorCode.NOAUTH });
    expect(await plain.ask(read('/hers-too'))).toMatchObject({ err: ErrorCode.NOAUTH });
    expect(ensemble.verdict().result).toMatchObject({ verdict: 'ok', failure: null });
  });

  test('is asked for where there is an authority, and has to be signed by it', async () => {
    const port = portOf(await served({ tls: withClients }));
    await expect(secure(port)).rejects.toThrow();
    await expect(secure(port, { cert: stranger.cert, key: stranger.key })).rejects.toThrow();
  });

  test('may be left out with ssl.clientAuth=want; an unsigned one proves nothing', async () => {
    const port = portOf(await served({ tls: { ...withClients, clientAuth: 'want' } }));
    for (const options of [{}, { cert: stranger.cert, key: stranger.key }]) {
      const { result } = await (await secure(port, options)).ask(whoAmI);
      expect(result).toMatchObject({ ids: [{ scheme: 'ip', id: '127.0.0.1' }] });
    }
  });

  test('without TLS no ACL may name one', async () => {
    const ensemble = await served();
    const client = await RawClient.session(portOf(ensemble));
    expect(await client.ask(create('/a', 'x509', ANN))).toMatchObject({ err: ErrorCode.INVALIDACL });
    expect(await client.ask(create('/b', 'world', 'anyone'))).toMatchObject({ err: ErrorCode.OK });
    expect(ensemble.verdict().result).toMatchObject({ verdict: 'ok', failure: null });
  });
});

test('a key that belongs to another certificate is refused', async () => {
  await expect(serve({ tls: { cert: server.cert, key: ann.key } })).rejects.toThrow(
    /^the certificate or its key cannot be used: /,
  );
});

/** What Java's X500Principal.getName says of the same certificates. */
test.each([
  ['/CN=ann', 'CN=ann'],
  ['/C=DE/O=Example, Inc./OU=ops+UID=7/CN=ann', ANN],
  ['/DC=org/DC=example/CN= padded ', 'CN=\\ padded\\ ,DC=example,DC=org'],
  ['/CN=größe', 'CN=größe'],
  ['/emailAddress=a@b.c/CN=ann', 'CN=ann,1.2.840.113549.1.9.1=#1605614062'.concat('2e63')],
])('the subject %s is %s', (subject, name) => {
  const { cert } = made.selfSigned('named', subject);
  expect(subjectOf(new X509Certificate(cert).raw)).toBe(name);
});
