import { describe, expect, test } from 'vitest';
import { standardParts, type Parts } from '../../protocol/parts.ts';
import { hunt } from './hunt.ts';
import { bugs } from './index.ts';

const SEEDS = 100;

describe.each([...bugs.values()])('$id', (bug) => {
  test('differs from the standard server in one part', () => {
    const names = Object.keys(standardParts) as (keyof Parts)[];
    expect(Object.keys(bug.parts).sort()).toEqual([...names].sort());
    expect(names.filter((name) => bug.parts[name] !== standardParts[name])).toHaveLength(1);
  });

  test(`is caught by chaos within ${SEEDS} seeds, by a property it is to break`, () => {
    const { caught, result } = hunt(bug.id, { most: SEEDS });
    expect(caught).not.toBeNull();
    expect(bug.properties).toContain(result?.failure?.check);
  });
});
