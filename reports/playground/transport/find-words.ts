/** The next event whose caption has all the words, in any order; beyond the last one it begins again at the first. */
import type { TraceView } from '../../spacetime/trace-view.ts';

export function findWords(view: TraceView, text: string, event: number, by: 1 | -1): number | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (let n = 1; n <= view.length; n++) {
    const at = (event + by * n + view.length * 2) % view.length;
    const caption = view.caption(at).toLowerCase();
    if (words.every((word) => caption.includes(word))) return at;
  }
  return null;
}
