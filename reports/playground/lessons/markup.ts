/** The little markup that texts of lessons have: `code`, *stress* and **strong**; all else is text. */

export interface Piece {
  readonly kind: 'text' | 'code' | 'stress' | 'strong';
  readonly text: string;
}

const MARKED = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*/g;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, code, strong, stress] = match;
    if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else pieces.push({ kind: 'stress', text: stress ?? '' });
    at = match.index + whole.length;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}
