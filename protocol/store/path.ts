/**
 * Znode paths: what is a legal one (PathUtils.validatePath) and how one splits into parent and name.
 */
import { ErrorCode } from '../error-code.ts';

/** Nodes that exist from the beginning and cannot be deleted (DataTree.isSpecialPath). */
const SPECIAL_PATHS: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'];

export function isSpecialPath(path: string): boolean {
  return SPECIAL_PATHS.includes(path);
}

/**
 * Full validation: OK or BADARGUMENTS. Operations differ in what they validate and when, so callers decide;
 * most reads validate nothing, as a malformed path merely does not exist.
 */
export function validatePath(path: string): ErrorCode {
  const length = path.length;
  if (length === 0) return ErrorCode.BADARGUMENTS;
  if (path.charCodeAt(0) !== SLASH) return ErrorCode.BADARGUMENTS;
  if (length === 1) return ErrorCode.OK;
  if (path.charCodeAt(length - 1) === SLASH) return ErrorCode.BADARGUMENTS;
  let last = SLASH;
  for (let i = 1; i < length; i++) {
    const char = path.charCodeAt(i);
    if (char === SLASH) {
      if (last === SLASH) return ErrorCode.BADARGUMENTS;
    } else if (char === DOT) {
      if (isDotSegmentEnd(path, i, last)) return ErrorCode.BADARGUMENTS;
    } else if (isForbidden(char)) {
      return ErrorCode.BADARGUMENTS;
    }
    last = char;
  }
  return ErrorCode.OK;
}

/** The cheap check creates and deletes make before any lookup: there is a `/` and no NUL. */
export function hasPathShape(path: string): boolean {
  return path.includes('/') && !hasNul(path);
}

export function hasNul(path: string): boolean {
  return path.includes('\u0000');
}

/** Where the last `/` is, -1 for none. `lastIndexOf` leaves compiled code, which costs more than looking here. */
function lastSlash(path: string): number {
  let at = path.length - 1;
  while (at >= 0 && path.charCodeAt(at) !== SLASH) at--;
  return at;
}

/** Everything before the last `/`; that of a top-level node, and of the root itself, is `/`. */
export function parentPath(path: string): string {
  const slash = lastSlash(path);
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** As `parentPath`, but that of a top-level node is empty: the key of the root as a parent in the pending view. */
export function parentKey(path: string): string {
  return path.slice(0, lastSlash(path));
}

/** Everything after the last `/`. */
export function childName(path: string): string {
  return path.slice(lastSlash(path) + 1);
}

export function joinPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`;
}

/**
 * The decimal suffix of a sequential node: `%010d` of a 32-bit counter, so ten characters wide, sign included. Past
 * 2147483647 the counter wraps and the suffix becomes `-2147483648`.
 */
export function sequenceSuffix(counter: number): string {
  return counter < 0 ? `-${String(-counter).padStart(9, '0')}` : String(counter).padStart(10, '0');
}

const SLASH = 47;
const DOT = 46;

/** Whether the dot at `i` completes a segment that is `.` or `..`; `last` is the character before it. */
function isDotSegmentEnd(path: string, i: number, last: number): boolean {
  const ends = i + 1 === path.length || path.charCodeAt(i + 1) === SLASH;
  if (!ends) return false;
  return last === SLASH || (last === DOT && path.charCodeAt(i - 2) === SLASH);
}

/** UTF-16 units: NUL, control characters, surrogates, private use and specials. Astral characters are refused. */
function isForbidden(char: number): boolean {
  return (
    char <= 0x1f ||
    (char >= 0x7f && char <= 0x9f) ||
    (char >= 0xd800 && char <= 0xf8ff) ||
    (char >= 0xfff0 && char <= 0xffff)
  );
}
