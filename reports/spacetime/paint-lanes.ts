/** What lies under the events: names, who leads, how each server stands, operations, faults and cuts. */
import type { LaneSpan, ReportFault } from '../../sim/record/report-data.ts';
import { FAULTS, type Lane } from './lanes.ts';
import type { Painter, Stroke } from './painter.ts';
import { plotWidth, xOf, xOfPosition, type Picture } from './picture.ts';
import { drawSign, roleSigns } from './signs.ts';
import { positionOf } from './viewport.ts';

/** Where something begins and ends on the axis; a null end is that of the run. */
function stretch(picture: Picture, fromEvent: number, toEvent: number | null): readonly [number, number] {
  const { view, viewport, layout, width } = picture;
  const end = toEvent === null ? view.length - 1 : toEvent;
  const from = xOfPosition(picture, positionOf(view, viewport.axis, fromEvent));
  const to = xOfPosition(picture, positionOf(view, viewport.axis, end));
  return [Math.max(from, layout.gutter - 20), Math.min(to, width + 20)];
}

function isVisible([from, to]: readonly [number, number], { layout, width }: Picture): boolean {
  return to >= layout.gutter && from <= width;
}

export function paintNames(painter: Painter, picture: Picture): void {
  const { layout, spoken, cursor } = picture;
  const roles = rolesAt(picture, cursor);
  const narrow = layout.gutter < 60;
  for (const lane of layout.lanes) {
    if (spoken.has(lane.name)) {
      painter.rect(2, lane.y - lane.half + 2, layout.gutter - 14, 2 * lane.half - 4, null, {
        ink: 'selection',
        width: 1.5,
      });
    }
    const sign = lane.process < 0 ? null : (roles.get(lane.process) ?? null);
    const short = lane.kind === 'faults' ? (narrow ? '⚡' : FAULTS) : lane.name;
    const server = lane.kind === 'voter' || lane.kind === 'observer';
    const name = server && !narrow ? `server ${short}` : short;
    const style = { size: 12.5, anchor: 'end' as const, bold: server };
    painter.text(layout.gutter - (server ? 34 : 20), lane.y, name, { ink: 'text', ...style });
    if (server) {
      const { glyph, ink } = sign ?? roleSigns.E;
      painter.text(layout.gutter - 22, lane.y, glyph, { ink, size: 13, anchor: 'middle' });
    }
  }
}

/** The role of each server at an event; at the end where there is no cursor. */
function rolesAt({ view }: Picture, event: number): Map<number, (typeof roleSigns)['L']> {
  const roles = new Map<number, (typeof roleSigns)['L']>();
  for (const span of view.trace.spans) {
    if (event >= 0 && span.event > event) break;
    roles.set(span.process, roleSigns[span.role]);
  }
  return roles;
}

interface Stay {
  readonly span: LaneSpan;
  readonly next: LaneSpan | null;
}

function staysOf({ view }: Picture): Stay[] {
  const last = new Map<number, number>();
  const stays: { span: LaneSpan; next: LaneSpan | null }[] = [];
  for (const span of view.trace.spans) {
    const before = last.get(span.process);
    if (before !== undefined) (stays[before] as { next: LaneSpan | null }).next = span;
    last.set(span.process, stays.push({ span, next: null }) - 1);
  }
  return stays;
}

export function paintStays(painter: Painter, picture: Picture): void {
  const { layout } = picture;
  for (const lane of layout.lanes) {
    painter.lines([layout.gutter, lane.y, layout.gutter + plotWidth(picture), lane.y], { ink: 'grid', width: 1 });
  }
  for (const { span, next } of staysOf(picture)) {
    const lane = layout.byProcess[span.process];
    if (lane === undefined) continue;
    const [from, to] = stretch(picture, span.event, next?.event ?? null);
    if (!isVisible([from, to], picture)) continue;
    const sign = roleSigns[span.role];
    const settled = span.serving || span.role === 'E' || span.role === '-';
    const dash = sign.dash ?? (settled ? null : [6, 4]);
    const stroke: Stroke = { ink: sign.ink, width: sign.width, alpha: 0.75, ...(dash === null ? {} : { dash }) };
    painter.lines([from, lane.y, to, lane.y], stroke);
    paintStayLabel(painter, span, lane, Math.max(from, layout.gutter), to);
  }
}

/** `★ E2`: where there is room for it. */
function paintStayLabel(painter: Painter, span: LaneSpan, lane: Lane, from: number, to: number): void {
  const { glyph, words, ink } = roleSigns[span.role];
  const text = span.role === 'L' || span.role === 'F' || span.role === 'O' ? `${glyph} E${span.epoch}` : glyph;
  const long = span.role === '-' || span.role === 'P' ? `${glyph} ${words.toLowerCase()}` : text;
  const label = to - from > painter.textWidth(long, 11) + 30 ? long : text;
  if (to - from < Math.max(painter.textWidth(label, 11) + 8, 26)) return;
  painter.text(from + 4, lane.y + lane.half - 7, label, { ink: ink === 'down' ? 'faint' : 'text', size: 11 });
}

export function paintBand(painter: Painter, picture: Picture): void {
  const { layout, view } = picture;
  for (const { span, next } of staysOf(picture)) {
    if (span.role !== 'L' || !span.serving) continue;
    const [from, to] = stretch(picture, span.event, next?.event ?? null);
    if (!isVisible([from, to], picture)) continue;
    painter.rect(from, 4, Math.max(2, to - from), layout.band - 4, 'leading', null, 0.18);
    painter.lines([from, 4, from, layout.band], { ink: 'leading', width: 2 });
    const name = view.trace.processes[span.process]?.name ?? '?';
    const label = `${name} leads epoch ${span.epoch}`;
    const left = Math.max(from, layout.gutter) + 5;
    if (to - left > painter.textWidth(label, 11.5)) {
      painter.text(left, layout.band / 2 + 2, label, { ink: 'text', size: 11.5 });
    } else if (to - left > painter.textWidth(`${name} E${span.epoch}`, 11.5)) {
      painter.text(left, layout.band / 2 + 2, `${name} E${span.epoch}`, { ink: 'text', size: 11.5 });
    }
  }
}

export function paintOperations(painter: Painter, picture: Picture): void {
  const { layout, view } = picture;
  for (const operation of view.trace.operations) {
    const lane = layout.byProcess[operation.process];
    if (lane === undefined) continue;
    const open = operation.returnEvent < 0;
    const [from, to] = stretch(picture, operation.callEvent, open ? null : operation.returnEvent);
    if (!isVisible([from, to], picture)) continue;
    const ink = operation.outcome === 'ok' ? 'committed' : operation.outcome === 'error' ? 'faint' : 'looking';
    const dash = operation.outcome === 'ok' || operation.outcome === 'error' ? {} : { dash: [4, 3] };
    const [top, height] = [lane.y - 18, 24];
    const width = Math.max(3, to - from);
    painter.rect(from, top, width, height, 'page', { ink, width: 1.6, ...dash });
    const left = Math.max(from, layout.gutter) + 5;
    const words = `${operation.text} · ${operation.outcome === 'ok' ? 'OK' : operation.answer}`;
    const room = to - left - 4;
    const label = [words, operation.text].find((text) => painter.textWidth(text, 11) < room);
    if (label !== undefined) painter.text(left, lane.y - 11, label, { ink: 'text', size: 11 });
  }
}

export function paintFaults(painter: Painter, picture: Picture): void {
  const { layout, view } = picture;
  const { faults } = view.trace;
  const lane = layout.lanes.find(({ kind }) => kind === 'faults');
  const begun = faults.flatMap((fault, index) => {
    if (fault.ends >= 0) return [];
    const end = faults.find(({ ends }) => ends === index) ?? null;
    const [from, to] = stretch(picture, fault.event, end?.event ?? fault.event);
    return isVisible([from, to], picture) ? [{ fault, lasting: end !== null, from, to }] : [];
  });
  for (const { fault, lasting, from, to } of begun) if (lasting && isCut(fault)) paintVeil(painter, picture, from, to);
  if (lane === undefined) return;
  for (const { fault, lasting, from, to } of begun) {
    if (!lasting) continue;
    const alpha = fault.effective ? 1 : INEFFECTIVE;
    const outline = { ink: 'fault' as const, width: 1.5, alpha };
    painter.rect(from, lane.y - 6, Math.max(3, to - from), 12, 'fault', outline, 0.16 * alpha);
  }
  for (const [i, { fault, from }] of begun.entries()) {
    const alpha = fault.effective ? 1 : INEFFECTIVE;
    drawSign(painter, { shape: 'bolt', ink: 'fault', words: '' }, from, lane.y, 7, alpha);
    // Its words, where no other fault strikes into them.
    const left = Math.max(from + 11, layout.gutter + 4);
    const room = (begun[i + 1]?.from ?? picture.width) - 10 - left;
    if (painter.textWidth(fault.text, 11) < room)
      painter.text(left, lane.y, fault.text, { ink: 'text', size: 11, alpha });
  }
}

/** A fault that changed nothing is paler. */
const INEFFECTIVE = 0.45;

function isCut({ kind }: ReportFault): boolean {
  return kind === 'partition' || kind === 'isolate' || kind === 'clog';
}

function paintVeil(painter: Painter, picture: Picture, from: number, to: number): void {
  const servers = picture.layout.lanes.filter(({ kind }) => kind === 'voter' || kind === 'observer');
  const [first, last] = [servers[0], servers.at(-1)];
  if (first === undefined || last === undefined) return;
  const top = first.y - first.half;
  painter.rect(from, top, Math.max(1, to - from), last.y + last.half - top, 'down', null, 0.1);
  painter.lines([from, top, from, last.y + last.half], { ink: 'fault', width: 1, dash: [2, 3] });
  painter.lines([to, top, to, last.y + last.half], { ink: 'fault', width: 1, dash: [2, 3] });
}

export function paintCursor(painter: Painter, picture: Picture): void {
  const { layout, cursor, view } = picture;
  if (cursor < 0 || cursor >= view.length) return;
  const x = xOf(picture, cursor);
  if (x < layout.gutter - 1 || x > picture.width) return;
  painter.lines([x, layout.band, x, layout.height - 22], { ink: 'selection', width: 1.5 });
}
