import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { childName, hasPathShape, isSpecialPath, joinPath, parentPath, sequenceSuffix, validatePath } from './path.ts';

describe('a path', () => {
  it.each([
    '/',
    '/a',
    '/a/b',
    '/a.b',
    '/..a',
    '/a..',
    '/...',
    '/.a/b.',
    '/\u00a0',
    '/\uf900',
    '/é/漢',
    '/a/0000000001',
    '/\uffef',
  ])('%j is legal', (path) => {
    expect(validatePath(path)).toBe(ErrorCode.OK);
  });

  it.each([
    ['', 'is empty'],
    ['a', 'does not begin with a slash'],
    ['a/b', 'does not begin with a slash'],
    ['/a/', 'ends with a slash'],
    ['//', 'ends with a slash'],
    ['/a//b', 'has an empty segment'],
    ['//a', 'has an empty segment'],
    ['/a/./b', 'has the segment .'],
    ['/.', 'has the segment .'],
    ['/./a', 'has the segment .'],
    ['/a/../b', 'has the segment ..'],
    ['/..', 'has the segment ..'],
    ['/../a', 'has the segment ..'],
    ['/a\u0000', 'has a NUL'],
    ['/a\u0001', 'has a control character'],
    ['/\u001f', 'has a control character'],
    ['/\u007f', 'has a control character'],
    ['/\u009f', 'has a control character'],
    ['/\ud800', 'has a surrogate'],
    ['/😀', 'has a surrogate, as every astral character does'],
    ['/\ue000', 'has a private character'],
    ['/\uf8ff', 'has a private character'],
    ['/\ufff0', 'has a special character'],
    ['/\uffff', 'has a special character'],
  ])('%j is refused: it %s', (path) => {
    expect(validatePath(path)).toBe(ErrorCode.BADARGUMENTS);
  });

  it('has a parent and a name', () => {
    expect(['/', '/a', '/a/b', '/a/', 'a'].map((path) => [parentPath(path), childName(path)])).toEqual([
      ['/', ''],
      ['/', 'a'],
      ['/a', 'b'],
      ['/a', ''],
      ['/', 'a'],
    ]);
    expect([joinPath('/', 'a'), joinPath('/a', 'b')]).toEqual(['/a', '/a/b']);
  });

  it('has the shape creates and deletes ask for when it has a slash and no NUL', () => {
    expect(['/a/', 'a/b', '//', 'a', '', '/\u0000'].map(hasPathShape)).toEqual([true, true, true, false, false, false]);
  });

  it('is special when it is one of the four a server begins with', () => {
    expect(['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config', '/zookeeper/x'].map(isSpecialPath)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('a sequence number', () => {
  it.each([
    [0, '0000000000'],
    [42, '0000000042'],
    [2147483647, '2147483647'],
    [-2147483648, '-2147483648'],
    [-5, '-000000005'],
  ])('%i is printed as %s', (counter, text) => {
    expect(sequenceSuffix(counter)).toBe(text);
  });
});
