/** Cells of the text twin. */
import type { SceneServer } from './scene.ts';

/** `1:1 1:2 | 2:1 2:2* 2:3?`: a bar before another epoch, `*` on disk only, `?` in memory only. */
export function logWords({ log, logBefore }: Pick<SceneServer, 'log' | 'logBefore'>): string {
  const words: string[] = logBefore > 0 ? [`${logBefore} before`] : [];
  log.forEach(({ zxid, durable, applied }, i) => {
    const before = log[i - 1];
    if (before !== undefined && epochOf(before.zxid) !== epochOf(zxid)) words.push('|');
    words.push(`${zxid}${applied ? '' : durable ? '*' : '?'}`);
  });
  return words.length === 0 ? 'empty' : words.join(' ');
}

function epochOf(zxid: string): string {
  return zxid.slice(0, zxid.indexOf(':'));
}
