/** The script of the page that a browser is shown: it leaves its fingerprints where the host of the page looks. */
import { fingerprintLines } from './fingerprint-cases.ts';

(globalThis as { fingerprints?: string }).fingerprints = `${fingerprintLines().join('\n')}\n`;
