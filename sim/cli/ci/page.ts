/** The script of the page that a browser is shown: it sends its fingerprints to where the page came from. */
import { CASES, fingerprintLines } from './fingerprint-cases.ts';

interface Page {
  fetch(address: string, options: { readonly method: string; readonly body: string }): Promise<unknown>;
}

let lines: string;
try {
  lines = `${fingerprintLines(CASES).join('\n')}\n`;
} catch (error) {
  lines = `failed: ${String(error)}\n`;
}
void (globalThis as unknown as Page).fetch('/result', { method: 'POST', body: lines });
