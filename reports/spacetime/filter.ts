/**
 * The filter box: `kind=ACK server=3 zxid>=1:7 t<0.5 -heartbeat "text"`. Words stand beside each other and all must hold; a
 * minus turns one around.
 */
import type { TraceView } from './trace-view.ts';

export type Predicate = (view: TraceView, event: number) => boolean;

/** What is wrong with a filter, in a sentence. */
export class FilterError extends Error {}

const TOKEN = /(-?)(?:"([^"]*)"|([a-z]+)(<=|>=|=|<|>)("[^"]*"|\S+)|(\S+))/g;

/** Null: everything passes. Throws a FilterError. */
export function parseFilter(text: string): Predicate | null {
  const all: Predicate[] = [];
  for (const [, minus, quoted, field, operator, value, word] of text.matchAll(TOKEN)) {
    const one =
      field !== undefined && operator !== undefined && value !== undefined
        ? fieldPredicate(field, operator, value.replace(/^"|"$/g, ''))
        : word === 'heartbeat' || word === 'heartbeats'
          ? (view: TraceView, event: number): boolean => view.isHeartbeat(event)
          : textPredicate(quoted ?? word ?? '');
    all.push(minus === '-' ? (view, event) => !one(view, event) : one);
  }
  if (all.length === 0) return null;
  return (view, event) => all.every((predicate) => predicate(view, event));
}

function textPredicate(text: string): Predicate {
  const wanted = text.toLowerCase();
  return (view, event) => view.caption(event).toLowerCase().includes(wanted);
}

const FIELDS = 'kind, server, client, from, zxid, t, event and weight';

function fieldPredicate(field: string, operator: string, value: string): Predicate {
  switch (field) {
    case 'kind':
      // Types of messages are in capitals, kinds of events and of marks are not.
      return equality(operator, field, (view, event) =>
        [view.kind(event), view.mark(event), view.isMessage(event) ? view.messageType(event) : ''].includes(value),
      );
    case 'server':
    case 'client':
    case 'process': {
      const names = value.split(',');
      return equality(operator, field, (view, event) => names.includes(view.processName(event)));
    }
    case 'from': {
      const names = value.split(',');
      return equality(operator, field, (view, event) => names.includes(view.peerName(event)));
    }
    case 'zxid': {
      const wanted = zxidNumber(value);
      return (view, event) =>
        [...`${view.what(event)} ${view.told(event)}`.matchAll(ZXID)].some(([text]) =>
          compares(zxidNumber(text), operator, wanted),
        );
    }
    case 't': {
      const seconds = numberOf(field, value.replace(/s$/, ''));
      return (view, event) => compares(view.atUs(event) / 1e6, operator, seconds);
    }
    case 'event': {
      const wanted = numberOf(field, value);
      return (_view, event) => compares(event, operator, wanted);
    }
    case 'weight': {
      const wanted = numberOf(field, value);
      return (view, event) => compares(view.columns.weight[event] ?? 0, operator, wanted);
    }
    default:
      throw new FilterError(`"${field}" is not a field of events; ${FIELDS} are.`);
  }
}

function equality(operator: string, field: string, predicate: Predicate): Predicate {
  if (operator !== '=') throw new FilterError(`"${field}" knows only =.`);
  return predicate;
}

function compares(value: number, operator: string, wanted: number): boolean {
  switch (operator) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return value === wanted;
  }
}

function numberOf(field: string, text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value))
    throw new FilterError(`"${field}" is compared with a number, and "${text}" is none.`);
  return value;
}

const ZXID = /\b[0-9]+:[0-9a-f]+\b/g;
const COUNTERS = 4294967296;

function zxidNumber(text: string): number {
  const [epoch = '', counter = ''] = text.split(':');
  if (!/^[0-9]+$/.test(epoch) || !/^[0-9a-f]+$/.test(counter)) {
    throw new FilterError(`a zxid is written as EPOCH:COUNTER, such as 1:7f, and "${text}" is not.`);
  }
  return Number(epoch) * COUNTERS + Number.parseInt(counter, 16);
}
