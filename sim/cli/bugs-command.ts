/** `sim bugs`: the re-created bugs, or the story of one and the command lines that show it. */
import type { Bug } from '../../scenarios/bugs/bug.ts';
import { bugList, bugStory } from '../../reports/text/bugs.ts';
import type { BugSheet } from '../record/bug-sheet.ts';
import { loadEngine } from './engine.ts';
import { choosePalette, print } from './output.ts';
import { PROFILE } from './profile.ts';
import { storedCase } from './stored-case.ts';

export async function bugsCommand(text: string | undefined, json: boolean): Promise<void> {
  const engine = await loadEngine();
  if (text !== undefined) {
    const sheet = sheetOf(engine.bug(text));
    print(json ? [JSON.stringify(sheet)] : bugStory(sheet, await choosePalette()));
    return;
  }
  const sheets = engine.bugs().map(sheetOf);
  print(json ? [JSON.stringify({ bugs: sheets })] : bugList(sheets, await choosePalette()));
}

function sheetOf(bug: Bug): BugSheet {
  const { id, name, kind, title, phase, story, versions, leftOut, breaks, properties } = bug;
  const stored = storedCase(bug);
  return {
    ...{ id, name, kind, title, phase, story },
    issue: /^ZK-[0-9]+$/.test(id) ? id.replace('ZK-', 'ZOOKEEPER-') : null,
    ...{ versions, leftOut, breaks, properties },
    needsObservers: bug.needs?.observers === true,
    maskedBy: bug.masked?.by ?? null,
    case: stored,
    show: [
      ...(stored === null ? [] : [`sim replay ${stored}`, `sim run ${stored} --bug none`]),
      `sim run ${PROFILE} --bug ${id} --seed 1..1000`,
      `sim gauntlet ${id}`,
    ],
  };
}
