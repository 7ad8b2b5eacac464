import { describe, expect, it } from 'vitest';
import { addressOf, portOf } from './peer-address.ts';

describe('the address of a peer', () => {
  it.each([
    // name, address, port
    ['c1', '10.0.0.1', 0],
    ['c255', '10.0.0.255', 0],
    ['c300', '10.0.1.44', 0],
    ['127.0.0.1', '127.0.0.1', 0],
    ['127.0.0.1:40312', '127.0.0.1', 40312],
    ['::1', '::1', 0],
    ['[::1]:40312', '::1', 40312],
    ['2001:db8::7', '2001:db8::7', 0],
  ])('%s is %s, port %i', (peer, address, port) => {
    expect(addressOf(peer)).toBe(address);
    expect(portOf(peer)).toBe(port);
  });

  it.each(['probe', 'c0', 'c01', '', 'a:b'])('"%s", which is no client, has one of its own', (peer) => {
    expect(addressOf(peer)).toMatch(/^10\.(12[89]|1[3-9]\d|2\d\d)\.\d+\.\d+$/u);
    expect(addressOf(peer)).toBe(addressOf(peer));
    expect(addressOf(peer)).not.toBe(addressOf(`${peer}x`));
    expect(portOf(peer)).toBe(0);
  });
});
