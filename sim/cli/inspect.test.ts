/** Speaks to the debugger of the built program as an editor does. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bin, CommandLine } from './command-line.testkit.ts';
import { samples } from './stored-cases.testkit.ts';
import { InspectorClient } from './web-socket.testkit.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());

interface Paused {
  readonly callFrames: readonly { readonly callFrameId: string; readonly functionName: string }[];
}

test('the debugger stops at the event of the finding, with the input at hand', async () => {
  const seen: string[] = [];
  const debug = async (url: string): Promise<void> => {
    const client = new InspectorClient(url);
    await client.ask('Debugger.enable');
    await client.ask('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
    await client.ask('Runtime.runIfWaitingForDebugger');
    const paused = (await client.event('Debugger.paused')) as Paused;
    const [top] = paused.callFrames;
    for (const expression of ['event', 'process', 'what.kind']) {
      const answer = await client.ask('Debugger.evaluateOnCallFrame', { callFrameId: top?.callFrameId, expression });
      seen.push(String((answer as { result: { value: unknown } }).result.value));
    }
    seen.push(...paused.callFrames.map(({ functionName }) => functionName).filter((name) => name === 'dispatch'));
    await client.ask('Debugger.resume');
    // An editor stays until the program has ended but for that: whoever leaves earlier races with its end.
    await client.event('NodeRuntime.waitingForDisconnect');
    client.close();
  };
  let debugging: Promise<void> = Promise.resolve();
  const args = [bin, 'replay', join(samples, 'zk-2845.json'), '--quiet', '--inspect', '0'];
  const ended = await commandLine.start(process.execPath, args, { NO_COLOR: '1' }, (child) => {
    let told = '';
    child.stderr?.on('data', (text: string) => {
      const before = told;
      told += text;
      const url = /awaited at (ws:\S+)\n/.exec(told)?.[1];
      if (url !== undefined && !/awaited at ws:\S+\n/.test(before)) debugging = debug(url);
    });
  });
  await debugging;
  expect(seen).toEqual(['350', '2', 'message', 'dispatch']);
  expect(ended.stderr).toContain('sim: the debugger stops at event 350;');
  expect(ended.code).toBe(1);
});

test('there must be an event to stop at', async () => {
  const { code, stderr } = await commandLine.sim('replay', join(samples, 'zk-2845.json'), '--bug', 'none', '--inspect');
  expect(code).toBe(2);
  expect(stderr).toBe('sim: --inspect stops at the event of a finding or of --until, and this run has neither.\n');
});
