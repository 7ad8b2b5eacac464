/** A story as text: its sentences, numbered, and below them every step of the case with what it does to the failure. */
import type { Effect, Story, StoryStep } from '../../sim/record/story.ts';
import { paintOf, type Palette } from '../palette.ts';
import { count, hangingBlocks, TOGETHER } from './layout.ts';

const WIDTH = 100;

/** `replay`: the command line that runs the case again. */
export function storyText(story: Story, palette: Palette, replay: string): string[] {
  const verdict = paintOf(story.verdict, palette)(story.verdict);
  const named = story.signature === null ? '' : `  ${story.signature}`;
  const sentences = story.sentences.map((text, i) => ({ cells: [`${i + 1}.`], paragraphs: [text] }));
  return [
    `${palette.strong(story.case)}  ${verdict}${named}`,
    ...hangingBlocks(sentences, ' ', WIDTH, [0]).flat(),
    ...stepLines(story.steps, palette),
    palette.faint(costOf(story)),
    `replay: ${replay}`,
  ];
}

const effects: Readonly<Record<Effect, string>> = {
  passes: 'passes',
  undecided: 'nothing found',
  'fails otherwise': 'fails otherwise',
  'fails the same way': 'fails as before',
};

/** What is needed first. Numbers of weather and configuration that are not needed are only counted. */
function stepLines(steps: readonly StoryStep[], palette: Palette): string[] {
  if (steps.length === 0) return [];
  const needed = steps.filter((step) => step.without !== null && step.without !== 'fails the same way');
  const idle = steps.filter((step) => step.without === 'fails the same way' && !isGround(step));
  const untried = steps.filter((step) => step.without === null && !isGround(step));
  const counted = steps.length - needed.length - idle.length - untried.length;
  const rows = [...needed, ...idle, ...untried].map((step) => ({
    cells: [step.without === null ? 'not tried' : effects[step.without], nameOf(step)],
    paragraphs: [step.text, ...step.margins.filter(isLimited).map((margin) => `only ${margin.text}`)],
  }));
  const blocks = hangingBlocks(rows, '  ', WIDTH);
  return [
    palette.strong('without each step'),
    ...blocks.flat(),
    ...(counted > 0
      ? [palette.faint(`  and ${count(counted, 'number')} of weather and configuration beside them`)]
      : []),
  ];
}

function isGround({ kind }: StoryStep): boolean {
  return kind === 'weather' || kind === 'config';
}

function isLimited({ leastUs, mostUs }: StoryStep['margins'][number]): boolean {
  return leastUs !== null || mostUs !== null;
}

function nameOf({ kind, name }: StoryStep): string {
  return kind === 'override' ? 'override' : name.replaceAll(' ', TOGETHER);
}

function costOf(story: Story): string {
  return `${count(story.runs, 'run')}${story.complete ? '' : '; not everything was tried'}`;
}
