import { expect, test } from 'vitest';
import { findBug } from './index.ts';
import { hunt } from './hunt.ts';

/** Omissions of the store, of watches and of access, and the scenario that is about what they leave out. */
test.each<[string, string]>([
  ['acl-before-commit', 'acl'],
  ['multi-not-rolled-back', 'multi-race'],
  ['rollback-forgets-pending', 'multi-race'],
  ['version-ignored-in-multi', 'multi-race'],
  ['acl-ignored-in-multi', 'acl'],
  ['sequence-from-stat', 'multi-race'],
  ['children-of-ephemerals', 'fuzz'],
  ['container-reaped-unseen', 'ttl-containers'],
  ['close-misses-pending', 'fuzz'],
  ['cversion-kept-in-multi', 'multi-race'],
  ['quota-not-released', 'quota'],
  ['ttl-from-creation', 'ttl-containers'],
  ['new-containers-reaped', 'ttl-containers'],
  ['persistent-used-up', 'watch-storm'],
  ['recursive-misses-deletions', 'watch-storm'],
  ['deletion-told-twice', 'watch-storm'],
  ['remove-watches-takes-all', 'watch-storm'],
  ['persistent-lost-on-reconnection', 'watch-storm'],
  ['events-unfiltered', 'acl'],
  ['digests-shown', 'acl'],
])('%s is caught by %s, and by a row that it breaks', (id, scenario) => {
  const { caught, result } = hunt(id, { scenario, most: 100 });
  expect(caught).not.toBeNull();
  expect(findBug(id)?.properties).toContain(result?.failure?.check);
});
