/** Texts of lessons as elements. */
import type { VNode } from 'preact';
import { piecesOf } from './markup.ts';

export function Marked({ text }: { readonly text: string }): VNode {
  return (
    <>
      {piecesOf(text).map((piece, i) => {
        if (piece.kind === 'code') return <code key={i}>{piece.text}</code>;
        if (piece.kind === 'strong') return <strong key={i}>{piece.text}</strong>;
        if (piece.kind === 'stress') return <em key={i}>{piece.text}</em>;
        return piece.text;
      })}
    </>
  );
}
