/**
 * Overrides of a world in which processes have other names, or are gone. An address names processes in its subject:
 * the two of a connection (`net/1>2#3/…`), or the one that decides (`disk/1/…`, `stage/1/…`, `choose/1/…`, `clock/1/…`,
 * `supervisor/1`).
 */
export type Overrides = Readonly<Record<string, number>>;

/** `rename`: the new name, null for a process that is gone; overrides about that one go with it. */
export function renameInOverrides(
  overrides: Overrides,
  rename: (name: string) => string | null,
): Record<string, number> {
  const renamed: Record<string, number> = {};
  for (const [address, value] of Object.entries(overrides)) {
    const now = renameInAddress(address, rename);
    if (now !== null) renamed[now] = value;
  }
  return renamed;
}

export function renameInAddress(address: string, rename: (name: string) => string | null): string | null {
  const link = /^([^/]+)\/([^/>#]+)>([^/#]+)(#.*)$/.exec(address);
  if (link !== null) {
    const [, site = '', from = '', to = '', rest = ''] = link;
    const [a, b] = [rename(from), rename(to)];
    return a === null || b === null || a === b ? null : `${site}/${a}>${b}${rest}`;
  }
  const own = /^(disk|stage|choose|clock|supervisor)\/([^/#]+)([/#].*)$/.exec(address);
  if (own === null) return address;
  const [, site = '', name = '', rest = ''] = own;
  const now = rename(name);
  return now === null ? null : `${site}/${now}${rest}`;
}
