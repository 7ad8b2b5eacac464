import { expect, test } from 'vitest';
import { belongsToFocus, isSingleCharacter, keyName } from './key-name.ts';

const pressed = (key: string, mods = '') => ({
  key,
  shiftKey: mods.includes('s'),
  altKey: mods.includes('a'),
  ctrlKey: mods.includes('c'),
  metaKey: mods.includes('m'),
});

test.each([
  [' ', '', 'Space'],
  ['ArrowLeft', '', 'ArrowLeft'],
  ['ArrowLeft', 's', 'Shift+ArrowLeft'],
  ['ArrowRight', 'a', 'Alt+ArrowRight'],
  ['z', '', 'Z'],
  ['Z', 's', 'Shift+Z'],
  ['Z', '', 'Z'],
  ['?', 's', '?'],
  ['/', '', '/'],
  ['[', '', '['],
  ['c', 'c', null],
  ['r', 'm', null],
  ['é', 'a', null],
])('%j with %j is %j', (key, mods, name) => {
  expect(keyName(pressed(key, mods))).toBe(name);
});

const at = (tag: string, type = '', role = '') => ({ tag, type, role, isEditable: false });

test.each([
  ['C', at('BODY'), false],
  ['Space', at('BODY'), false],
  ['C', at('INPUT', 'text'), true],
  ['ArrowLeft', at('INPUT', 'search'), true],
  ['C', at('TEXTAREA'), true],
  ['C', at('SELECT'), true],
  ['C', { ...at('DIV'), isEditable: true }, true],
  ['ArrowLeft', at('INPUT', 'range'), true],
  ['Home', at('INPUT', 'range'), true],
  ['C', at('INPUT', 'range'), false],
  ['Shift+ArrowLeft', at('INPUT', 'range'), false],
  ['Space', at('INPUT', 'checkbox'), true],
  ['C', at('INPUT', 'checkbox'), false],
  ['Space', at('BUTTON'), true],
  ['C', at('BUTTON'), false],
  ['ArrowRight', at('BUTTON'), false],
  ['Enter', at('A'), true],
  ['Space', at('DIV', '', 'button'), true],
])('the key %s at %j belongs to it: %j', (name, focused, belongs) => {
  expect(belongsToFocus(name, focused)).toBe(belongs);
});

test('letters, digits and signs can be switched off, arrows cannot', () => {
  expect(['C', '1', '?', '[', 'Shift+Z'].every(isSingleCharacter)).toBe(true);
  expect(['Space', 'ArrowLeft', 'Home', 'Alt+ArrowLeft'].some(isSingleCharacter)).toBe(false);
});
