import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isValidPath } from './znode-path.ts';

/** PathUtils.validatePath, said in words instead of in one pass. */
function isValidInWords(path: string): boolean {
  if (path === '/') return true;
  if (!path.startsWith('/')) return false;
  if (/[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/.test(path)) return false;
  const names = path.slice(1).split('/');
  return names.every((name) => !['', '.', '..'].includes(name));
}

describe('the path rules of the model', () => {
  it('take each text for a path or not, as the words say', () => {
    const piece = fc.constantFrom('/', '/', '.', '..', 'a', ' ', 'é', '\u0000', '\u001f', '\u007f', '\u009f', '\u00a0');
    const rare = fc.constantFrom('\ud7ff', '\ud800', '\uf8ff', '\uf900', '\uffef', '\ufff0', '\uffff');
    const path = fc.array(fc.oneof({ weight: 6, arbitrary: piece }, rare), { maxLength: 8 });
    fc.assert(
      fc.property(path, (pieces) => {
        const text = pieces.join('');
        expect(isValidPath(text), JSON.stringify(text)).toBe(isValidInWords(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['/', '/a', '/a/b', '/...', '/a/.b', '/a b'])('take %j', (path) => {
    expect(isValidPath(path)).toBe(true);
  });

  it.each(['', 'a', '//', '/a/', '/a//b', '/.', '/..', '/a/./b', '/a/..', '/\u0000'])('refuse %j', (path) => {
    expect(isValidPath(path)).toBe(false);
  });
});
