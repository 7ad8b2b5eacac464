/** Path rules of the reference model: what PathUtils.validatePath accepts, and how sequential nodes are named. */

/** Cannot be deleted. */
export const SPECIAL: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'];

const SLASH = 47;
/** Control characters, surrogates, private use and specials, as UTF-16 units. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/;

export function isValidPath(path: string): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/') || path.endsWith('/')) return false;
  if (FORBIDDEN.test(path)) return false;
  return path
    .slice(1)
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..');
}

/** The parent of a top-level node is `/`. */
export function parentOf(path: string): string {
  const slash = lastSlash(path);
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** What its parent calls it. */
export function nameOf(path: string): string {
  return path.slice(lastSlash(path) + 1);
}

/** -1 for none. `lastIndexOf` leaves compiled code, which costs more. */
function lastSlash(path: string): number {
  let at = path.length - 1;
  while (at >= 0 && path.charCodeAt(at) !== SLASH) at--;
  return at;
}

/** `%s%010d` with a 32-bit counter. */
export function sequenceName(path: string, counter: number): string {
  const digits = String(Math.abs(counter));
  return path + (counter < 0 ? `-${digits.padStart(9, '0')}` : digits.padStart(10, '0'));
}
