/**
 * What a client of one release sees otherwise than a client of another: every difference is a field here, so that
 * `compat` is asked for by what it changes and never by its number. Synchronisation and durability do not depend on
 * it. `3.8` means 3.8.0, as Debian ships it; `3.9` means 3.9.5.
 */
export type CompatRelease = '3.9' | '3.8';

export interface Compat {
  /** A watch event carries the zxid of its change; else -1 (ZOOKEEPER-4655). */
  readonly eventsCarryZxid: boolean;
  /** exists, and what watches tell, need READ of the node (ZOOKEEPER-4799). */
  readonly watchesNeedRead: boolean;
  /** Modes of watches of one connection on one path are independent; else a later one replaces the earlier. */
  readonly independentWatchModes: boolean;
  /** ACLs of scheme ip may name IPv6 addresses (ZOOKEEPER-4240, since 3.9.4). */
  readonly ipv6InAcls: boolean;
}

const releases: Readonly<Record<CompatRelease, Compat>> = {
  '3.9': {
    eventsCarryZxid: true,
    watchesNeedRead: true,
    independentWatchModes: true,
    ipv6InAcls: true,
  },
  '3.8': {
    eventsCarryZxid: false,
    watchesNeedRead: false,
    independentWatchModes: false,
    ipv6InAcls: false,
  },
};

export function compatOf(release: CompatRelease): Compat {
  return releases[release];
}
