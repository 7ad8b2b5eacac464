/** The text of a link in an address: its script deflated (RFC 1951), in base64url. */
import { BadLink, fragmentOf, joinLink, readFragment, splitLink } from '../../../sim/record/play-link.ts';
import { deflated, fromBase64Url, inflated, toBase64Url } from '../share/packed.ts';

/** `text`: as the engine packs it. */
export async function toFragment(text: string): Promise<string> {
  const { head, script } = splitLink(text);
  return fragmentOf(head, toBase64Url(await deflated(script)));
}

/** As the engine unpacks it. Rejects with a BadLink. */
export async function fromFragment(fragment: string): Promise<string> {
  const { squeezed, ...head } = readFragment(fragment);
  try {
    return joinLink(head, await inflated(fromBase64Url(squeezed)));
  } catch (error) {
    throw new BadLink(error instanceof Error ? error.message : String(error));
  }
}
