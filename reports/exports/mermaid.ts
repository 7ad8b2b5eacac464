/** A run as a Mermaid sequence diagram, for an issue or a wiki: messages that mean something, faults and steps as notes. */
import type { TraceView } from '../spacetime/trace-view.ts';

/** Mermaid draws 50,000 characters at most, and nobody reads more arrows than these. */
const MESSAGES_MOST = 150;
const CHARACTERS_MOST = 45_000;

/** What is under way up to the failure, the last so many messages; `until`: the last event that is told. */
export function mermaidDiagram(view: TraceView, until = view.length - 1): string {
  const told: { readonly line: string; readonly message: boolean }[] = [];
  const open = new Set<string>();
  for (let event = 0; event <= until && event < view.length; event++) {
    const who = view.processName(event);
    if (view.kind(event) === 'fault') {
      told.push({
        line: `Note over ${nameOf(firstName(view))}: fault at ${seconds(view, event)}: ${safe(view.what(event))}`,
        message: false,
      });
      continue;
    }
    if (who === '') continue;
    if (view.isMessage(event) && !view.isHeartbeat(event)) {
      told.push({ line: `${nameOf(view.peerName(event))}->>${nameOf(who)}: ${safe(view.what(event))}`, message: true });
      open.add(view.peerName(event)).add(who);
    }
    if ((view.columns.weight[event] ?? 0) >= 2) {
      told.push({ line: `Note over ${nameOf(who)}: ${safe(view.told(event))}`, message: false });
      open.add(who);
    }
  }
  const { lines, left } = lastOf(told);
  const participants = view.trace.processes.filter(({ name }) => open.has(name));
  return [
    'sequenceDiagram',
    ...participants.map(
      ({ name, kind }) => `  participant ${nameOf(name)} as ${kind === 'client' ? 'client' : 'server'} ${safe(name)}`,
    ),
    ...(left > 0 ? [`  Note over ${nameOf(firstName(view))}: ${left} messages before these are left out`] : []),
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function lastOf(told: readonly { readonly line: string; readonly message: boolean }[]): {
  lines: string[];
  left: number;
} {
  const lines: string[] = [];
  let messages = 0;
  let characters = 0;
  let at = told.length - 1;
  for (; at >= 0; at--) {
    const { line, message } = told[at] as (typeof told)[number];
    if ((message && ++messages > MESSAGES_MOST) || (characters += line.length + 3) > CHARACTERS_MOST) break;
    lines.push(line);
  }
  return { lines: lines.reverse(), left: told.slice(0, at + 1).filter(({ message }) => message).length };
}

function firstName(view: TraceView): string {
  return view.trace.processes[0]?.name ?? 'nobody';
}

/** A participant's id: letters and digits. */
function nameOf(name: string): string {
  return `p${name.replace(/[^A-Za-z0-9]/g, '_')}`;
}

function seconds(view: TraceView, event: number): string {
  return `${(view.atUs(event) / 1e6).toFixed(3)} s`;
}

/** What Mermaid reads as its own is written as a code: `#59;` is a semicolon. */
function safe(text: string): string {
  return text.replace(/[;#<>"&%{}]/g, (char) => `#${char.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
