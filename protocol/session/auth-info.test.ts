import { describe, expect, it } from 'vitest';
import { digestOf } from '../store/acl-schemes.ts';
import { authInfo, ProvenIds } from './auth-info.ts';

const digest = (user: string) => ({ scheme: 'digest', id: digestOf(`${user}:p`) });

describe('what a connection has proven', () => {
  it('begins with its address', () => {
    expect(new ProvenIds({ scheme: 'ip', id: '10.0.0.1' }).info.ids).toEqual([{ scheme: 'ip', id: '10.0.0.1' }]);
  });

  it('stays what it was for the requests that came before', () => {
    const proven = new ProvenIds({ scheme: 'ip', id: '10.0.0.1' });
    const before = proven.info;
    proven.add([digest('u')]);
    expect(before.ids).toHaveLength(1);
  });

  it('is told in the order of a Java set, as a server of 3.8.0 told these', () => {
    const proven = new ProvenIds({ scheme: 'ip', id: '127.0.0.1' });
    for (let user = 0; user < 13; user++) proven.add([digest(`user${user}`)]);
    const told = proven.info.ids.map(({ scheme, id }) => (scheme === 'ip' ? 'ip' : id.slice(0, id.indexOf(':'))));
    const observed = 'user3 user5 user1 user7 user9 user12 user6 ip user8 user2 user0 user10 user11 user4';
    expect(told.join(' ')).toBe(observed);
  });

  it('leaves what was told before as it was', () => {
    const proven = new ProvenIds({ scheme: 'ip', id: '10.0.0.1' });
    const before = proven.info;
    proven.add([digest('u')]);
    expect(before.ids).toHaveLength(1);
    expect(proven.info.ids).toHaveLength(2);
  });

  it('counts once what is proven twice, and is then the same as before', () => {
    const proven = new ProvenIds({ scheme: 'ip', id: '10.0.0.1' });
    proven.add([digest('u')]);
    const before = proven.info;
    proven.add([digest('u')]);
    expect(proven.info).toBe(before);
  });

  it('has a digest of its content', () => {
    const one = authInfo([{ scheme: 'ip', id: '10.0.0.1' }]);
    expect(authInfo([{ scheme: 'ip', id: '10.0.0.1' }]).digest).toBe(one.digest);
    expect(authInfo([{ scheme: 'ip', id: '10.0.0.2' }]).digest).not.toBe(one.digest);
  });
});
