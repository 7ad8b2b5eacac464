import { afterAll, expect, test } from 'vitest';
import { attackPorts } from './ci/port-attack.ts';
import { CommandLine } from './command-line.testkit.ts';
import { ServeProcess } from './serve.testkit.ts';

const cli = new CommandLine();
afterAll(() => cli.remove());

test.each([1, 3])(
  'a session at %i servers works on, whatever others send',
  async (voters) => {
    const server = await ServeProcess.start(cli, '--voters', String(voters), '--set', 'maxClientCnxns=0', '--json');
    const { connect } = JSON.parse(server.connect) as { connect: string };
    const ports = connect.split(',').map((address) => Number(address.split(':')[1]));
    const size = { connects: 600, frames: 600, slow: 16, halfClosed: 32, idle: 200 };
    const counts = await attackPorts({ ports, size, seed: 2, letSilencePass: null });
    expect(counts).toMatchObject(size);
    expect(counts.answers).toBeGreaterThan(10);
    const { stdout } = await server.end('SIGTERM');
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ verdict: 'ok', failure: null });
  },
  120_000,
);
