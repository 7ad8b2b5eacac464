/** What a page and the engine in its worker say to each other: plain data both ways. */
import type { Case } from './case.ts';
import type { MomentState } from './moment-state.ts';

export type EngineRequest =
  /** Once, before all others. */
  | { readonly kind: 'begin'; readonly of: Case }
  /** How everybody stands after an event. */
  | { readonly kind: 'state'; readonly event: number }
  /** What the whole run comes to. */
  | { readonly kind: 'end' };

export type EngineAnswer =
  | { readonly kind: 'begun' }
  | { readonly kind: 'state'; readonly state: MomentState }
  | { readonly kind: 'end'; readonly events: number; readonly fingerprint: string }
  /** A sentence. */
  | { readonly kind: 'failed'; readonly message: string };
