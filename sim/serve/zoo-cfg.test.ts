import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleConfig } from '../../scenarios/settings.ts';
import { InputError } from '../record/input-error.ts';
import { readProperties } from './properties.ts';
import { readSettingOf, settingRows } from './settings-table.ts';
import { readSets, readZooCfg } from './zoo-cfg.ts';

describe('a zoo.cfg', () => {
  test('as ZooKeeper ships one, with an ensemble of its own', () => {
    const text = `
# The number of milliseconds of each tick
tickTime=2000
initLimit = 10
syncLimit:5
dataDir=/var/lib/zookeeper
clientPort=2181
maxClientCnxns 0
4lw.commands.whitelist=stat, ruok,\\
    mntr
autopurge.purgeInterval=1
metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
server.1=zoo1:2888:3888
server.2=zoo2:2888:3888:participant;2181
server.3=[2001:db8::1]:2888:3888;0.0.0.0:2181
server.5=zoo5:2888:3888:observer
`;
    expect(readZooCfg('zoo.cfg', text)).toEqual({
      config: {
        tickTimeMs: 2000,
        initLimit: 10,
        syncLimit: 5,
        maxClientCnxns: 0,
        fourLetterWords: 'stat,ruok,mntr',
      },
      voters: 3,
      observers: 1,
      port: 2181,
    });
  });

  test.each([
    ['tickTime=500', { config: { tickTimeMs: 500 } }],
    ['tickTime=500\ntickTime=600', { config: { tickTimeMs: 600 } }],
    ['snapCount=10', { config: { snapCount: 10 } }],
    ['zookeeper.snapCount=10', { config: { snapCount: 10 } }],
    ['snapshotSizeFactor=0.5', { config: { snapshotSizePercent: 50 } }],
    ['extendedTypesEnabled=TRUE', { config: { extendedTypesEnabled: true } }],
    ['minSessionTimeout=-1', { config: { minSessionTimeoutMs: -1 } }],
    ['standaloneEnabled=false', { config: { standalone: false } }],
    ['standaloneEnabled=true', { config: {} }],
    ['server.7=a:1:2', { config: {}, voters: 1, observers: 0 }],
    ['server.1=a:1:2\nserver.1=a:1:2:observer\nserver.2=b:1:2', { config: {}, voters: 1, observers: 1 }],
    ['server.1=a:1:2|b:1:2', { config: {}, voters: 1, observers: 0 }],
    ['secureClientPort=2281\nssl.clientAuth=want', { config: {}, port: 2281, clientAuth: 'want' }],
    ['electionAlg=3\nlocalSessionsEnabled=false', { config: {} }],
    ['!a comment\n  # another\n\n', { config: {} }],
  ])('%j says %j', (text, settings) => {
    expect(readZooCfg('f', text)).toEqual(settings);
  });

  test.each([
    ['tickTimes=5', 'f:1: tickTimes is no setting that is known here.'],
    ['\n\nInitLimit=5', 'f:3: InitLimit is no setting that is known here.'],
    ['tickTime=abc', 'f:1: tickTime is "abc", not a whole number from 1 to 3600000.'],
    ['a\\\nb=1\ntickTime=0', 'f:1: ab is no setting that is known here.'],
    ['extendedTypesEnabled=yes', 'f:1: extendedTypesEnabled is "yes", not true or false.'],
    ['server.1=zoo1', 'f:1: server.1 is "zoo1", not host:port:port, perhaps with :observer.'],
    ['server.x=a:1:2', 'f:1: server.x is no server.N with N from 0 to 255.'],
    ['server.1=a:1:2:observer', 'f: server lines name observers alone, and somebody has to vote.'],
    ['group.1=1:2:3', 'f:1: group.1 asks for a hierarchical quorum, and there is none here.'],
    ['electionAlg=1', 'f:1: electionAlg is "1": only 3 is possible here.'],
    ['localSessionsEnabled=true', 'f:1: localSessionsEnabled is "true": only false is possible here.'],
    ['clientPort=99999', 'f:1: clientPort is "99999", not a port from 1 to 65535.'],
    ['dynamicConfigFile=x', 'f:1: dynamicConfigFile is not read: write the server lines into this file.'],
    ['ssl.clientAuth=maybe', 'f:1: ssl.clientAuth is "maybe", not need, want or none.'],
    ['snapshotSizeFactor=a third', 'f:1: snapshotSizeFactor is "a third", not a share such as 0.33.'],
    [
      'DigestAuthenticationProvider.superDigest=x',
      'f:1: DigestAuthenticationProvider.superDigest is "x", not super:<digest>.',
    ],
  ])('%j is refused', (text, sentence) => {
    expect(() => readZooCfg('f', text)).toThrow(new InputError(sentence));
  });
});

test('--set takes the same names, the later of two holds', () => {
  expect(
    readSets(['tickTime=500', 'zookeeper.extendedTypesEnabled=true', 'tickTime=700', 'ssl.clientAuth=none']),
  ).toEqual({
    config: { tickTimeMs: 700, extendedTypesEnabled: true },
    clientAuth: 'none',
  });
  expect(() => readSets(['tickTime'])).toThrow('--set: "tickTime" is not name=value.');
});

test('every row sets a field that there is, and each field at most one row', () => {
  const fields = settingRows.map((row) => row.field);
  expect(new Set(fields).size).toBe(fields.length);
  for (const field of fields) expect(sampleConfig).toHaveProperty(field);
  const without = Object.keys(sampleConfig).filter((name) => !fields.includes(name as (typeof fields)[number]));
  // Said by flags of their own, or by who is served.
  expect(without.sort()).toEqual(['compat', 'standalone', 'x509']);
});

test('any name and value is either read or refused with a sentence', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom(...settingRows.map((row) => row.name)));
  fc.assert(
    fc.property(name, fc.string(), (written, value) => {
      const read = readSettingOf(written, value);
      expect(read === null || typeof read === 'string' || Object.hasOwn(sampleConfig, read.field)).toBe(true);
    }),
  );
});

/** As java.util.Properties of Java 17 reads them. */
test.each([
  ['a=b', 'a', 'b'],
  ['  a  =  b  ', 'a', 'b  '],
  ['a b', 'a', 'b'],
  ['a:b=c', 'a', 'b=c'],
  ['a', 'a', ''],
  ['a\\=b=c', 'a=b', 'c'],
  ['a=b\\\n   c', 'a', 'bc'],
  ['a=b\\\\\nc=d', 'a', 'b\\'],
  ['a=\\u0041\\t\\q', 'a', 'A\tq'],
  ['a\t=\fb', 'a', 'b'],
])('the line %j names %j and says %j', (line, name, value) => {
  expect(readProperties(line)[0]).toEqual({ name, value, line: 1 });
});
