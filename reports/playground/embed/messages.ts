/**
 * What the page that holds a frame may say to the playground in it, and what it hears. Each is an object with the field
 * `zabsim`:
 *
 *   { zabsim: 'load', link: '#/play?…' }   { zabsim: 'seek', event: 120 }   { zabsim: 'play', speed: 0.01 }   { zabsim: 'pause' }
 *   { zabsim: 'act', line: 'crash 2' }     { zabsim: 'until', condition: 'any leads' }
 *
 * and heard are `ready`, `moment` and `verdict`.
 */
export type EmbedRequest =
  | { readonly zabsim: 'load'; readonly link: string }
  | { readonly zabsim: 'seek'; readonly event: number }
  | { readonly zabsim: 'play'; readonly speed: number | null }
  | { readonly zabsim: 'pause' }
  | { readonly zabsim: 'act'; readonly line: string }
  | { readonly zabsim: 'until'; readonly condition: string };

export type EmbedNews =
  | { readonly zabsim: 'ready' }
  | { readonly zabsim: 'moment'; readonly event: number; readonly atUs: number; readonly caption: string }
  | { readonly zabsim: 'verdict'; readonly check: string; readonly event: number; readonly why: string }
  | { readonly zabsim: 'refused'; readonly message: string };

const TEXT_MOST = 1_000_000;

/** Null: it is none of these; other scripts talk to frames too. */
export function embedRequest(data: unknown): EmbedRequest | null {
  if (typeof data !== 'object' || data === null || !('zabsim' in data)) return null;
  const field = (name: string): unknown => (data as Readonly<Record<string, unknown>>)[name];
  const text = (name: string): string | null => {
    const value = field(name);
    return typeof value === 'string' && value.length <= TEXT_MOST ? value : null;
  };
  const number = (name: string, least: number, most: number): number | null => {
    const value = field(name);
    return typeof value === 'number' && value >= least && value <= most ? value : null;
  };
  switch (data.zabsim) {
    case 'load': {
      const link = text('link');
      return link === null ? null : { zabsim: 'load', link };
    }
    case 'seek': {
      const event = number('event', 0, 1e9);
      return event === null ? null : { zabsim: 'seek', event: Math.floor(event) };
    }
    case 'play':
      return { zabsim: 'play', speed: number('speed', 1e-3, 10) };
    case 'pause':
      return { zabsim: 'pause' };
    case 'act': {
      const line = text('line');
      return line === null ? null : { zabsim: 'act', line };
    }
    case 'until': {
      const condition = text('condition');
      return condition === null ? null : { zabsim: 'until', condition };
    }
    default:
      return null;
  }
}
