/** The command line `sim`: options and sub-commands. Each command's own code is loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { EXIT_USAGE, exitCodes } from '../check/verdict.ts';
import { InputError } from '../record/input-error.ts';
import { endQuietlyOnClosedPipe } from './output.ts';
import type { RunFlags } from './run-flags.ts';

/** Node's own errors for a file that is not there, is a folder, may not be written, … */
const FILE_ERROR = /^E(NOENT|ACCES|ISDIR|NOTDIR|EXIST|PERM|ROFS|NOSPC)$/;

function program(): Command {
  const sim = new Command('sim')
    .description('Runs a whole ZooKeeper ensemble from a seed, and checks every promise it makes.')
    .helpCommand(false);

  const collect = (value: string, before: string[]): string[] => [...before, value];
  sim
    .command('run')
    .description('run a scenario (chaos when none is named), a case, a YAML scenario or a module')
    .argument('[scenario]', 'a name (sim list), or a .json, .yaml, .ts or .js file')
    .option('--seed <N|A..B>', 'a seed, or a range of seeds (1 when none is given)')
    .option('--voters <n>', 'servers that vote')
    .option('--observers <n>', 'servers that do not')
    .option('--clients <n>', 'clients')
    .option('--ops <n>', 'operations over all clients')
    .option('--for <duration>', 'virtual time in which operations and faults begin, such as 30s')
    .option('--faults <mix>', 'none, calm, std, harsh, or a comma-separated list of fault kinds')
    .option(
      '--set <name=value>',
      'a field of the server configuration, such as tickTimeMs=500 (repeatable)',
      collect,
      [],
    )
    .option('--until <condition>', 'stop when this happens, such as "server 2 logs 3:1f"')
    .option('--bug <name>', 'run a re-created bug in place of the correct protocol')
    .option('--twice', 'run again and compare every event')
    .option('--trace <file>', 'write every event as a line of JSON')
    .option('--save <file>', 'write the case, with what was found')
    .option('--json', 'print JSON and nothing else')
    .option('--quiet', 'print only the verdict')
    .action(async (target: string | undefined, flags: RunFlags) => {
      const { runCommand } = await import('./run-command.ts');
      process.exitCode = await runCommand(target ?? 'chaos', flags);
    });
  sim
    .command('list')
    .description('list the scenarios')
    .option('--json', 'print JSON and nothing else')
    .action(async (flags: { json?: true }) => {
      const { listCommand } = await import('./list-command.ts');
      await listCommand(flags.json === true);
    });
  sim
    .command('replay')
    .description('run a saved case again and compare what it found; exits with the verdict it reproduced')
    .argument('<file>', 'a case, as written by run --save')
    .option('--json', 'print JSON and nothing else')
    .option('--quiet', 'print only the verdict')
    .option('--trace <file>', 'write every event as a line of JSON')
    .action(async (file: string, flags: { json?: true; quiet?: true; trace?: string }) => {
      const { replayCommand } = await import('./replay-command.ts');
      process.exitCode = await replayCommand(file, flags);
    });
  sim
    .command('schema')
    .description('print the JSON Schema of a file format')
    .argument('<what>', 'case, scenario or result')
    .action(async (what: string) => {
      const { schemaCommand } = await import('./schema-command.ts');
      schemaCommand(what);
    });
  for (const command of [sim, ...sim.commands]) command.exitOverride().configureOutput({ writeErr: () => undefined });
  return sim;
}

/** The one sentence for an error of the user; null for one of the program. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof InputError) return error.message;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!FILE_ERROR.test(error.code)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'a file';
  const what = error.code === 'ENOENT' ? 'there is no such file or folder' : error.message.replace(/,.*/, '');
  return `${path}: ${what}.`;
}

function usageSentence(error: CommanderError, sim: Command): string {
  const text = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean $1?)')
    .replace(/\.$/, '');
  if (error.code === 'commander.help') return `a command is missing: ${sim.commands.map((c) => c.name()).join(', ')}.`;
  return `${text}.`;
}

async function main(): Promise<void> {
  endQuietlyOnClosedPipe();
  const sim = program();
  try {
    await sim.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return;
      process.stderr.write(`sim: ${usageSentence(error, sim)}\n`);
      process.exitCode = EXIT_USAGE;
      return;
    }
    const sentence = sentenceOf(error);
    const trouble = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`sim: ${sentence ?? `internal error: ${trouble}`}\n`);
    process.exitCode = sentence === null ? exitCodes.internal : EXIT_USAGE;
  }
}

await main();
