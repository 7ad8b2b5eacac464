/**
 * What the address asks for. Everything stands behind the `#`, so that nothing of it reaches a server:
 * `#/play?embed=1&show=cluster,time&…`. What the page does not know belongs to the link of a play, and goes to the engine
 * as it is.
 */

export const screens = ['start', 'free', 'play', 'bugs', 'lessons', 'lesson', 'compare'] as const;
export type ScreenName = (typeof screens)[number];

/** Parts of the play screen that an embedded page may show. */
export const embedParts = ['cluster', 'caption', 'time', 'quorum', 'checks', 'server', 'spacetime'] as const;
export type EmbedPart = (typeof embedParts)[number];

export interface Route {
  readonly screen: ScreenName;
  /** Of a lesson: its id or its number, and the id of a step; empty: the first. */
  readonly lesson: string;
  readonly step: string;
  /** Which variants of its questions are asked; null: any. */
  readonly variant: number | null;
  /** Text of a link; null: what is open stays. */
  readonly packed: string | null;
  /** A case as `sim play CASE` packs it: base64url of deflated JSON. */
  readonly packedCase: string | null;
  readonly embed: boolean;
  readonly present: boolean;
  readonly show: readonly EmbedPart[];
}

const paths: Readonly<Record<string, ScreenName>> = {
  '': 'start',
  free: 'free',
  play: 'play',
  bugs: 'bugs',
  lessons: 'lessons',
  cmp: 'compare',
};
const DEFAULT_PARTS: readonly EmbedPart[] = ['cluster', 'caption', 'time'];

/** `hash`: of the address, with its `#` or empty. What leads nowhere leads to the start. */
export function routeOf(hash: string): Route {
  const [path = '', ...rest] = hash.replace(/^#\/?/, '').split('?');
  const fields = rest.join('?').split('&').filter(Boolean);
  const own = new Map<string, string>();
  const packed = fields.filter((field) => {
    const at = field.indexOf('=');
    const name = at < 0 ? field : field.slice(0, at);
    if (!['embed', 'present', 'show', 'case', 'variant'].includes(name)) return true;
    own.set(name, at < 0 ? '1' : field.slice(at + 1));
    return false;
  });
  const [, lesson, step = ''] = /^l\/([\w-]{1,40})(?:\/([\w-]{1,40}))?\/?$/.exec(path) ?? [];
  const variant = Number(own.get('variant') ?? NaN);
  return {
    screen: lesson === undefined ? (paths[path.replace(/\/$/, '')] ?? 'start') : 'lesson',
    lesson: lesson ?? '',
    step,
    variant: Number.isInteger(variant) && variant >= 0 && variant < 1000 ? variant : null,
    packed: packed.length === 0 ? null : packed.join('&'),
    packedCase: own.get('case') ?? null,
    embed: own.get('embed') === '1',
    present: own.get('present') === '1',
    show: partsOf(own.get('show')),
  };
}

function partsOf(text: string | undefined): readonly EmbedPart[] {
  const named = (text ?? '').split(',');
  const known = embedParts.filter((part) => named.includes(part));
  return known.length === 0 ? DEFAULT_PARTS : known;
}

/** What somebody pasted, as the part behind the `#`; null when it is no link of this page. */
export function fragmentIn(text: string): string | null {
  const at = text.indexOf('#/');
  if (at < 0) return null;
  return text.slice(at).trim().replace(/\s/g, '');
}
