/** What a server says it is (Version.getFullVersion): the releases `compat` stands for. */
import type { CompatRelease } from '../compat.ts';

const versions: Readonly<Record<CompatRelease, string>> = {
  '3.9': '3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:15 UTC',
  // As Debian's package prints it: its build does not fill in the commit.
  '3.8': '3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC',
};

export function fullVersion(release: CompatRelease): string {
  return versions[release];
}
