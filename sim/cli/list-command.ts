/** `sim list`: the scenarios by name, with their stories. */
import { wrap } from '../../reports/text/layout.ts';
import { loadEngine } from './engine.ts';
import { print } from './output.ts';

export async function listCommand(json: boolean): Promise<void> {
  const engine = await loadEngine();
  const scenarios = engine.scenarios();
  if (json) print([JSON.stringify({ scenarios: scenarios.map(({ name, story }) => ({ name, story })) })]);
  else print(scenarios.flatMap(({ name, story }) => [name, ...wrap(story.split(' '), '  ', 100, ' ')]));
}
