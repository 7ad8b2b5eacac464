/** The events of a report as lines of JSON, one object for each event that is kept. */
import type { TraceView } from '../spacetime/trace-view.ts';

export const JSON_LINES_SCHEMA = 1;

export function jsonLines(view: TraceView): string {
  const lines: string[] = [];
  for (let event = 0; event < view.length; event++) {
    const kind = view.kind(event);
    if (kind === 'nothing' || kind === 'cut') continue;
    const process = view.processName(event);
    const peer = view.peerName(event);
    const told = view.told(event);
    lines.push(
      JSON.stringify({
        schema: JSON_LINES_SCHEMA,
        event,
        cause: view.columns.cause[event],
        atUs: view.atUs(event),
        process: process === '' ? null : process,
        kind,
        ...(peer === '' ? {} : { peer }),
        what: view.what(event),
        ...(told === '' ? {} : { told }),
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}
