/**
 * What a client of one release sees otherwise than a client of another: every difference is a field here, so that
 * `compat` is asked for by what it changes and never by its number. Synchronisation and durability do not depend on
 * it. `3.8` means 3.8.0, as Debian ships it; `3.9` means 3.9.5.
 */
export type CompatRelease = '3.9' | '3.8';

export interface Compat {
  /** A watch event carries the zxid of its change; else -1 (ZOOKEEPER-4655). */
  readonly eventsCarryZxid: boolean;
  /**
   * exists needs READ of the node (ZOOKEEPER-2590). What watches tell needs it in both releases: Debian has taken that
   * (ZOOKEEPER-4799, CVE-2024-23944) into its 3.8.0.
   */
  readonly existsNeedsRead: boolean;
  /**
   * Modes of watches of one connection on one path are independent, and removeWatches and checkWatches tell them apart
   * (ZOOKEEPER-4466); else a later one replaces the earlier, and their types 4 and 5 are unknown.
   */
  readonly independentWatchModes: boolean;
  /** addWatch enters a recursive watch in the table of children too, where nothing ever fires it. */
  readonly recursiveWatchesOnChildren: boolean;
  /** checkWatches finds what any connection watches, not only the one that asks. */
  readonly checkWatchesOfAnyone: boolean;
  /** A connection that has removed its last watch still counts as watching, in `wchs` and `wchc`. */
  readonly idleWatchersCounted: boolean;
  /** A write whose record cannot be decoded takes a zxid as any failed write does (a multi always does). */
  readonly undecodableTakesZxid: boolean;
  /** An ensemble never answers a reconfig that cannot be decoded. */
  readonly reconfigMayHang: boolean;
  /** ACLs of scheme ip may name IPv6 addresses (ZOOKEEPER-4240, since 3.9.4). */
  readonly ipv6InAcls: boolean;
  /**
   * A multi's creates keep their op code and are decoded together with their flags, so that unknown ones refuse the
   * multi as a whole (ZOOKEEPER-4026); else their op code follows from the flags, and each slot is refused for itself.
   */
  readonly multiKnowsCreateModes: boolean;
  /** Clients may show certificates, so ACLs may name them. No release's doing: it is so where a port takes TLS. */
  readonly x509InAcls: boolean;
}

const releases: Readonly<Record<CompatRelease, Compat>> = {
  '3.9': {
    eventsCarryZxid: true,
    existsNeedsRead: true,
    independentWatchModes: true,
    recursiveWatchesOnChildren: false,
    checkWatchesOfAnyone: false,
    idleWatchersCounted: false,
    undecodableTakesZxid: false,
    reconfigMayHang: false,
    ipv6InAcls: true,
    multiKnowsCreateModes: true,
    x509InAcls: false,
  },
  '3.8': {
    eventsCarryZxid: false,
    existsNeedsRead: false,
    independentWatchModes: false,
    recursiveWatchesOnChildren: true,
    checkWatchesOfAnyone: true,
    idleWatchersCounted: true,
    undecodableTakesZxid: true,
    reconfigMayHang: true,
    ipv6InAcls: false,
    multiKnowsCreateModes: false,
    x509InAcls: false,
  },
};

export function compatOf(release: CompatRelease, { x509 = false }: { readonly x509?: boolean } = {}): Compat {
  const compat = releases[release];
  return x509 ? { ...compat, x509InAcls: true } : compat;
}
