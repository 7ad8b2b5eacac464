/** Opens something in the browser of whoever sits there. */
import { spawn } from 'node:child_process';

/** With what the system opens files with; that there is none is no error of ours. */
export function openInBrowser(url: string): void {
  const [program, ...words] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(program as string, words, { stdio: 'ignore', detached: true });
  child.on('error', () =>
    process.stderr.write(`sim: ${url} has to be opened by hand; ${program ?? ''} is not there.\n`),
  );
  child.unref();
}
