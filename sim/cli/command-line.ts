/** The command line `sim`: options and sub-commands. Each command's own code is loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { version } from '../../scenarios/version.ts';
import { EXIT_USAGE, exitCodes } from '../check/verdict.ts';
import { InputError } from '../record/input-error.ts';
import type { FuzzFlags } from './fuzz-flags.ts';
import type { CorpusFlags } from './corpus-command.ts';
import type { DiffFlags } from './diff-command.ts';
import type { ExplainFlags } from './explain-command.ts';
import type { GauntletFlags } from './gauntlet-flags.ts';
import type { MeasureFlags } from './measure-flags.ts';
import type { MergeFlags } from './merge-command.ts';
import type { PlayFlags } from './play-command.ts';
import type { ReplayFlags } from './replay-command.ts';
import type { CtlFlags } from './ctl-command.ts';
import type { ServeFlags } from './serve-flags.ts';
import { settingsHelp } from './settings-help.ts';
import type { ReportFlags } from './report-command.ts';
import type { RunFlags } from './run-flags.ts';
import type { ShrinkFlags } from './shrink-command.ts';

const REPORT_HELP = 'junit=FILE, sarif=FILE, json=FILE, text, text=FILE, github: any of them (repeatable)';

/** Node's own errors for a file that is not there, is a folder, may not be written, … */
const FILE_ERROR = /^E(NOENT|ACCES|ISDIR|NOTDIR|EXIST|PERM|ROFS|NOSPC)$/;

function program(): Command {
  const sim = new Command('sim')
    .description('Runs a whole ZooKeeper ensemble from a seed, and checks every promise it makes.')
    .version(version, '--version', 'display the version')
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
    .option('--bug <id>', 'run a re-created bug in place of the correct protocol; none: without the bug of a case')
    .option('--twice', 'run again and compare every event')
    .option('--paranoid', 'run again with all messages and records as bytes and compare every event')
    .option(
      '--jobs <n>',
      'worker threads for a range; auto, as when not given: as many as there are cores, where it is long',
    )
    .option('--trace <file>', 'write every event as a line of JSON')
    .option('--save <file>', 'write the case, with what was found')
    .option('--columns', 'print a line for each event that means something, a column for each server')
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
    .option('--bug <id>', 'run it with this re-created bug in place of its own; none: with the correct protocol')
    .option('--until <condition>', 'stop when this happens, such as "server 2 logs 3:1f"')
    .option('--columns', 'print a line for each event that means something, a column for each server')
    .option('--inspect [port]', "stop Node's debugger at the event of the finding, or of --until")
    .action(async (file: string, flags: ReplayFlags) => {
      const { replayCommand } = await import('./replay-command.ts');
      process.exitCode = await replayCommand(file, flags);
    });
  sim
    .command('explain')
    .description('tell why a case fails, and which of its steps are necessary')
    .argument('<file>', 'a case, as written by run --save; best a shrunk one')
    .option('--bug <id>', 'run it with this re-created bug in place of its own; none: with the correct protocol')
    .option('--json', 'print JSON and nothing else')
    .action(async (file: string, flags: ExplainFlags) => {
      const { explainCommand } = await import('./explain-command.ts');
      process.exitCode = await explainCommand(file, flags);
    });
  sim
    .command('diff')
    .description('find the first event in which two runs differ, and tell how each came to it')
    .argument('<a>', 'a case')
    .argument('[b]', 'another case; the same one when only --bug is to differ')
    .option(
      '--bug <id>',
      'run the second with this re-created bug in place of its own; none: with the correct protocol',
    )
    .option('--json', 'print JSON and nothing else')
    .action(async (a: string, b: string | undefined, flags: DiffFlags) => {
      const { diffCommand } = await import('./diff-command.ts');
      process.exitCode = await diffCommand(a, b, flags);
    });
  sim
    .command('report')
    .description('make one HTML file that shows what happened in a case; of a folder, one for each case and an index')
    .argument('<case|dir>', 'a case, or the folder of a campaign')
    .option('--out <file>', 'where it goes (beside the case when not given)')
    .option('--open', 'open it in the browser')
    .option('--bug <id>', 'run it with this re-created bug in place of its own; none: with the correct protocol')
    .option('--no-date', 'print no date in it: the same case gives the same bytes')
    .option('--json', 'print the names of the files as JSON')
    .action(async (target: string, flags: ReportFlags) => {
      const { reportCommand } = await import('./report-command.ts');
      process.exitCode = await reportCommand(target, flags);
    });
  sim
    .command('play')
    .description(
      'show the playground in a browser: an ensemble to crash, cut and hold; serves it on loopback until Ctrl-C',
    )
    .argument('[case]', 'a case to begin with')
    .option('--port <n>', 'where it listens; 0: any free one (8474, or a free one where that is taken)')
    .option('--open', 'open it in the browser')
    .option('--json', 'print the address as JSON')
    .action(async (target: string | undefined, flags: PlayFlags) => {
      const { playCommand } = await import('./play-command.ts');
      process.exitCode = await playCommand(target, flags);
    });
  sim
    .command('corpus')
    .description('run the stored cases again, add one, or take out those that are of no use any more')
    .argument('<what>', 'check [folder], add CASE [folder], or prune [folder]')
    .argument('[path...]', 'a case, a folder of cases; those that come with the package when none is named')
    .option('--force', 'add a case though it passes, or though another fails in the same way')
    .option('--yes', 'remove what prune would remove')
    .option('--json', 'print JSON and nothing else')
    .action(async (what: string, paths: string[], flags: CorpusFlags) => {
      const { corpusCommand } = await import('./corpus-command.ts');
      process.exitCode = await corpusCommand(what, paths, flags);
    });
  sim
    .command('bugs')
    .description('list the re-created bugs, or tell the story of one')
    .argument('[id]', 'ZK-4643, G3, or a name such as epoch-before-history')
    .option('--json', 'print JSON and nothing else')
    .action(async (id: string | undefined, flags: { json?: true }) => {
      const { bugsCommand } = await import('./bugs-command.ts');
      await bugsCommand(id, flags.json === true);
    });
  sim
    .command('gauntlet')
    .description('count the seeds it takes to find each re-created bug, and run the correct protocol beside it')
    .argument('[id...]', 'bugs to find; the historic and textbook ones when none is named; "all"')
    .option('--campaigns <n>', 'campaigns per bug, each with seeds of its own', '10')
    .option('--budget <n>', 'seeds of one campaign at most', '10000')
    .option('--control <n>', 'seeds of the correct protocol (as many as the bugs took when not given)')
    .option('--jobs <n>', 'worker threads (as many as there are cores when not given)')
    .option('--seeds-from <seed>', 'the first seed', '1')
    .option('--strategy <name>', 'how seeds are chosen; random: as the profile draws them', 'random')
    .option('--assertions <mode>', 'of the simulated servers: on, off or both', 'both')
    .option('--out <file>', 'keep what is finished, line by line')
    .option('--resume', 'go on with the file of --out')
    .option('--json', 'print JSON and nothing else')
    .option('--no-shrink', 'do not shrink the first detection of each bug')
    .option('--markdown', 'print Markdown')
    .action(async (ids: string[], flags: GauntletFlags) => {
      const { gauntletCommand } = await import('./gauntlet-command.ts');
      process.exitCode = await gauntletCommand(ids, flags);
    });
  sim
    .command('measure')
    .description('measure ensembles over many seeds: each figure with its interval, beside theory where there is one')
    .argument('[what...]', 'elections, outage, messages, survival, loss; all of them when none is named')
    .option('--voters <list>', 'sizes of ensembles', '3,4,5,7')
    .option('--seeds <N|A..B>', 'seeds that each figure is made of, 1..N or A..B', '100')
    .option('--jobs <n>', 'worker threads; auto: as many as there are cores', 'auto')
    .option('--weather <kind>', 'calm: one network and one kind of disk; drawn: each seed draws its own', 'calm')
    .option('--set <name=value>', 'a field of the server configuration (repeatable)', collect, [])
    .option('--out <file>', 'write a page of charts (HTML)')
    .option('--json', 'print JSON and nothing else')
    .action(async (what: string[], flags: MeasureFlags) => {
      const { measureCommand } = await import('./measure-command.ts');
      process.exitCode = await measureCommand(what, flags);
    });
  sim
    .command('fuzz')
    .description('run seeds until something fails, or a budget is used up')
    .argument('[scenario...]', 'names (sim list) or files; seeds take turns over them; fuzz when none is named')
    .option('--seeds <N|A..B>', 'a budget of seeds, 1..N or A..B')
    .option('--time <duration>', 'a budget of time, such as 10m; 1m when there is no budget at all')
    .option('--jobs <n>', 'worker threads; auto: as many as there are cores', 'auto')
    .option('--strategy <name>', 'how seeds are chosen')
    .option('--stop-after <n|never>', 'end at so many new signatures (1)')
    .option('--shard <k/n>', 'run the k-th of n parts; sim merge puts them together')
    .option('--islands <n>', 'parts that learn apart, all run here (1)')
    .option('--out <dir>', 'keep the campaign, its result and its failures there')
    .option('--resume <dir>', 'go on with the campaign of a folder')
    .option('--baseline <file>', 'fail on signatures only that are not in it: a campaign.json, or a list')
    .option('--undecided <fail|warn>', 'what undecided seeds, and rare situations never reached, come to (warn)')
    .option('--bug <id>', 'run a re-created bug in place of the correct protocol')
    .option('--set <name=value>', 'a field of the server configuration (repeatable)', collect, [])
    .option('--seed-timeout <duration>', 'wall clock after which a seed is given up (30s)')
    .option('--memory <MiB>', 'of one worker (2048)')
    .option('--no-shrink', 'keep failures as they are')
    .option('--report <list>', REPORT_HELP, collect, [])
    .option('--json', 'print JSON and nothing else')
    .action(async (names: string[], flags: FuzzFlags) => {
      const { fuzzCommand } = await import('./fuzz-command.ts');
      process.exitCode = await fuzzCommand(names, flags);
    });
  sim
    .command('merge')
    .description('put the shards of a campaign together: what one machine would have come to')
    .argument('<dir...>', 'the folders of all shards')
    .option('--out <dir>', 'keep the result and its failures there')
    .option('--report <list>', REPORT_HELP, collect, [])
    .option('--json', 'print JSON and nothing else')
    .action(async (folders: string[], flags: MergeFlags) => {
      const { mergeCommand } = await import('./merge-command.ts');
      process.exitCode = await mergeCommand(folders, flags);
    });
  sim
    .command('shrink')
    .description('make a failing case small: the same failure with fewer servers, faults, operations and decisions')
    .argument('<file>', 'a case, as written by run --save or fuzz --out')
    .option('--budget <duration>', 'time to search in; Ctrl-C ends it sooner and keeps the best so far', '10s')
    .option('--attempts <n>', 'candidates to try at most: the result is then the same on every machine')
    .option('--out <file>', 'where the small case goes (beside the case, as <name>-shrunk.json, when not given)')
    .option('--json', 'print JSON and nothing else')
    .action(async (file: string, flags: ShrinkFlags) => {
      const { shrinkCommand } = await import('./shrink-command.ts');
      process.exitCode = await shrinkCommand(file, flags);
    });
  sim
    .command('serve')
    .description('serve real clients with a seeded ensemble, until Ctrl-C; then tell what the checks say')
    .option('--voters <n>', 'servers that vote (those of the scenario when not given); 1 stands alone')
    .option('--observers <n>', 'servers that do not')
    .option('--port <n>', 'of the first server, the others count up; 0: free ones (2181)')
    .option('--host <address>', 'where clients connect (127.0.0.1)')
    .option('--seed <seed>', 'of network, disks and faults; quiet: all takes its least time (1)')
    .option('--scenario <name>', 'ensemble, weather and faults of this one; its workload is left out (calm)')
    .option('--compat <release>', 'whose answers clients get: 3.9 or 3.8')
    .option('--config <zoo.cfg>', 'configuration and servers of a zoo.cfg')
    .option('--set <name=value>', 'a name of zoo.cfg, or a system property of ZooKeeper (repeatable)', collect, [])
    .option('--tls-cert <file>', 'certificate of the servers (PEM): the ports take TLS too')
    .option('--tls-key <file>', 'its key (PEM)')
    .option('--tls-ca <file>', 'who signs the certificates of clients (PEM): they have to show one')
    .option('--speed <n>', 'how much faster than the wall clock virtual time goes (1)')
    .option('--for <duration>', 'end after so much virtual time')
    .option('--save <file>', 'write the case at the end, with all that entered')
    .option('--control <file>', 'where the token for sim ctl goes')
    .option('--recover <journal>', 'serve nobody: make the case of a run that was killed')
    .option('--json', 'print JSON and nothing else')
    .option('--quiet', 'print only connect string and verdict')
    .addHelpText('after', () => settingsHelp())
    .action(async (flags: ServeFlags) => {
      const { serveCommand } = await import('./serve-command.ts');
      process.exitCode = await serveCommand(flags);
    });
  sim
    .command('ctl')
    .description('say something to a running sim serve; returns when it has taken effect')
    .argument('<command...>', '"crash leader" or any line of the fault vocabulary, advance 30s, status, stop')
    .option('--control <file>', 'the control file of that sim serve, when several are running')
    .option('--json', 'print JSON and nothing else')
    .action(async (words: string[], flags: CtlFlags) => {
      const { ctlCommand } = await import('./ctl-command.ts');
      process.exitCode = await ctlCommand(words, flags);
    });
  sim
    .command('schema')
    .description('print the JSON Schema of a file format')
    .argument('<what>', 'case, scenario, result, gauntlet, fuzz or measure')
    .action(async (what: string) => {
      const { schemaCommand } = await import('./schema-command.ts');
      schemaCommand(what);
    });
  for (const command of [sim, ...sim.commands]) command.exitOverride().configureOutput({ writeErr: () => undefined });
  return sim;
}

/** The one sentence for an error of the user; null for one of the program. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof InputError) return error.message.replace(/\.?$/, '.');
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

/** Does what the words behind `sim` ask for. The exit code is the process's. */
export async function commandLine(words: readonly string[]): Promise<void> {
  const sim = program();
  try {
    await sim.parseAsync(words, { from: 'user' });
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
