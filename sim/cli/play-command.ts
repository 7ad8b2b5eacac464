/** `sim play`: the playground in a browser, until somebody ends it. */
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { isModulePath, type Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { openInBrowser } from './open-browser.ts';
import { print } from './output.ts';
import { packageRoot } from './package-root.ts';
import { readCount } from './run-flags.ts';
import { StaticFolder } from './static-folder.ts';
import { caseTarget } from './target.ts';

export interface PlayFlags {
  readonly port?: string;
  readonly open?: true;
  readonly json?: true;
}

const PORT = 8474;
/** Beyond this, programs between a shell and a browser cut a link off. */
const LINK_LENGTH_MAX = 100_000;

/** Returns the exit code, when somebody has ended it. */
export async function playCommand(target: string | undefined, flags: PlayFlags): Promise<number> {
  const port = readCount('--port', flags.port, 0, 65_535) ?? null;
  const fragment = target === undefined ? '' : await caseFragment(target);
  const folder = join(packageRoot(), 'dist', 'playground');
  if (!existsSync(join(folder, 'index.html')))
    throw new InputError('the playground is not built yet: run "npm run build" in the folder of the program.');
  const files = new StaticFolder(folder);
  const server = port === null ? await listenSomewhere(files) : await listenAt(files, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${fragment}`;
  const end = interrupted();
  print([flags.json === true ? JSON.stringify({ schema: 1, url }) : url]);
  if (flags.open === true) openInBrowser(url);
  await end;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return 0;
}

/** The case as the page reads it from its address: JSON, deflated (RFC 1951), in base64url. */
async function caseFragment(file: string): Promise<string> {
  const { base, engine } = await caseTarget(file);
  if (typeof base.scenario === 'string' && isModulePath(base.scenario))
    throw new InputError(
      `${file}: it runs the module ${base.scenario}, and a page runs no modules; sim report shows it.`,
    );
  engine.check(base);
  const fragment = `#/play?case=${packedCase(base)}`;
  if (fragment.length > LINK_LENGTH_MAX)
    throw new InputError(
      `${file}: a link of ${fragment.length} characters is too long for a browser; open the file in the page instead.`,
    );
  return fragment;
}

function packedCase(of: Case): string {
  return deflateRawSync(JSON.stringify(of), { level: 9 }).toString('base64url');
}

async function listenSomewhere(files: StaticFolder): Promise<Server> {
  try {
    return await files.listen(PORT);
  } catch {
    return files.listen(0);
  }
}

async function listenAt(files: StaticFolder, port: number): Promise<Server> {
  try {
    return await files.listen(port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const why =
      code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'may not be used' : `cannot be used (${String(code)})`;
    throw new InputError(`--port: port ${port} ${why}.`);
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
