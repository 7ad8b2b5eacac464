/** One sign by itself, for a legend; its inks are those of the page. */
import { inkNames, type Ink, type Theme } from '../../spacetime/inks.ts';
import { drawSign } from '../../spacetime/signs.ts';
import { SvgPainter } from '../../spacetime/svg-painter.ts';
import type { MessageSign } from './flights.ts';

/** Names of inks in sheets, where they differ. */
const names: Partial<Record<Ink, string>> = { page: 'paper', text: 'ink', grid: 'line' };
const ofPage = Object.fromEntries(inkNames.map((ink) => [ink, `var(--${names[ink] ?? ink})`])) as Theme;

export function signSvg({ shape, ink }: MessageSign): string {
  const painter = new SvgPainter(ofPage);
  drawSign(painter, { shape, ink, words: '' }, 8, 8, 5.5);
  return painter.document(16, 16, '');
}
