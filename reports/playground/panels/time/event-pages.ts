/** A long list of events in pages, of which one is shown: by default the one with the cursor. */
export interface EventPage {
  readonly page: number;
  readonly pages: number;
  readonly events: readonly number[];
  /** `201 to 300 of 1877 events`. */
  readonly words: string;
}

export function shownList(shown: Uint8Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < shown.length; i++) if (shown[i] === 1) list.push(i);
  return list;
}

/** The page of the last shown event that is not behind the cursor. */
export function pageOfCursor(list: readonly number[], cursor: number, size: number): number {
  const at = list.findLastIndex((event) => event <= cursor);
  return Math.max(0, Math.floor(at / size));
}

export function eventPage(list: readonly number[], wanted: number, size: number): EventPage {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const page = Math.max(0, Math.min(pages - 1, wanted));
  const events = list.slice(page * size, (page + 1) * size);
  const words =
    list.length === 0
      ? 'the filter leaves nothing'
      : `${page * size + 1} to ${page * size + events.length} of ${list.length} events`;
  return { page, pages, events, words };
}
