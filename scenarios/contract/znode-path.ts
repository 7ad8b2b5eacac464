/** Path rules of the reference model: what PathUtils.validatePath accepts, and how sequential nodes are named. */

/** Cannot be deleted. */
export const SPECIAL: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'];

const SLASH = 47;
const DOT = 46;

/** Control characters, surrogates, private use and specials, as UTF-16 units. */
function isForbidden(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xf8ff) || code >= 0xfff0;
}

/** One look at each character: every update of a run comes here. */
export function isValidPath(path: string): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/')) return false;
  let length = 0;
  let dots = 0;
  for (let at = 1; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code === SLASH) {
      if (length === 0 || (length === dots && dots <= 2)) return false;
      length = 0;
      dots = 0;
      continue;
    }
    if (isForbidden(code)) return false;
    if (code === DOT) dots++;
    length++;
  }
  return length > 0 && (length > dots || dots > 2);
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
