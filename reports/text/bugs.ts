/** The re-created bugs as text: a list of all, or the story of one. */
import type { BugSheet } from '../../sim/record/bug-sheet.ts';
import type { Palette } from '../palette.ts';
import { hanging, wrap } from './layout.ts';

const WIDTH = 100;

const groups: readonly (readonly [BugSheet['kind'], string])[] = [
  ['historic', 'historic: bugs that releases of ZooKeeper had'],
  ['textbook', 'textbook: mistakes that Zab invites'],
  ['further', 'further'],
];

/** By where they come from; two lines each: what it is, and which property it breaks. */
export function bugList(bugs: readonly BugSheet[], palette: Palette): string[] {
  return groups.flatMap(([kind, heading]) => {
    const group = bugs.filter((bug) => bug.kind === kind);
    if (group.length === 0) return [];
    const rows = group.map(({ id, phase, title, breaks }) => ({ cells: [id, phase], paragraphs: [title, breaks] }));
    return [palette.strong(heading), ...hanging(rows, '  ', WIDTH)];
  });
}

/** All that is known about one bug. */
export function bugStory(bug: BugSheet, palette: Palette): string[] {
  const named = bug.name === bug.id ? '' : palette.faint(`  ${bug.name}`);
  const facts: (readonly [string, string])[] = [
    ['kind', [bug.kind, bug.issue, bug.versions].filter((part) => part !== null && part !== '').join(', ')],
    ['phase', bug.phase],
    ['breaks', bug.breaks],
    ['found by', bug.properties.join(', ')],
    ['left out', bug.leftOut],
    ['needs', bug.needsObservers ? 'observers' : ''],
    ['masked by', bug.maskedBy === null ? '' : `${bug.maskedBy} (taken away here; alone the bug changes nothing)`],
    ['stored', bug.case ?? 'no case is stored'],
  ];
  const rows = facts.filter(([, text]) => text !== '').map(([name, text]) => ({ cells: [name], paragraphs: [text] }));
  return [
    `${palette.strong(bug.id)}  ${bug.title}${named}`,
    ...wrap(bug.story.split(/\s+/), '  ', WIDTH, ' '),
    ...hanging(rows, '  ', WIDTH),
    'show it',
    ...bug.show.map((line) => `  ${line}`),
  ];
}
