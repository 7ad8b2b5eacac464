/** The names that `sim serve --config` and `--set` take, for its help. */
import { settingRows } from '../serve/settings-table.ts';

export function settingsHelp(): string {
  const width = Math.max(...settingRows.map((row) => row.name.length));
  const lines = settingRows.map(({ name, unit }) => `  ${name.padEnd(width)}  ${unit}`);
  return ['', 'Names of --config and --set, with or without "zookeeper." in front:', ...lines].join('\n');
}
