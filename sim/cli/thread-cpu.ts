/** The time one thread has spent on a core, so that a busy machine does not make seeds look slow. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Milliseconds of this thread; differences mean something, single values do not. */
export type ThreadClock = () => number;

/** Node's own clock of a thread where there is one, else the kernel's on Linux, else the time of day. */
export function threadClock(): ThreadClock {
  const own = (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage;
  if (own !== undefined) {
    return () => {
      const { user, system } = own.call(process);
      return (user + system) / 1000;
    };
  }
  return linuxClock() ?? (() => performance.now());
}

/** The first number of schedstat: nanoseconds on a core. */
function linuxClock(): ThreadClock | null {
  const buffer = Buffer.alloc(64);
  let file: number;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return null;
  }
  const read = (): number => {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return Number.parseInt(buffer.toString('latin1', 0, length), 10) / 1e6;
  };
  const first = read();
  if (first > 0) return read;
  closeSync(file);
  return null;
}
