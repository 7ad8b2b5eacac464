/** A case out of what somebody opens: a case, or a report, which holds its case. */
import type { Case } from '../../../sim/record/case.ts';
import { fromBase64Url, inflated } from '../share/packed.ts';

const BYTES_MOST = 30_000_000;

/** Rejects with a sentence. */
export async function caseInFile(file: File): Promise<Case> {
  if (file.size > BYTES_MOST) throw new Error(`${file.name} is larger than any case or report`);
  const text = await file.text();
  try {
    return text.trimStart().startsWith('<') ? await caseInReport(text) : caseInText(text);
  } catch (error) {
    throw new Error(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws an error with a sentence. */
export function caseInText(text: string): Case {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is neither a case nor a report');
  }
  if (typeof value !== 'object' || value === null || !('scenario' in value) || !('seed' in value))
    throw new Error('it is JSON, and no case: a case has a scenario and a seed');
  // What else is in it, the engine looks at.
  return value as Case;
}

async function caseInReport(text: string): Promise<Case> {
  const packed = /<script type="application\/octet-stream" id="data">([A-Za-z0-9+/=]*)<\/script>/.exec(text)?.[1];
  if (packed === undefined) throw new Error('it is a page, and not the report of a run');
  const { of } = JSON.parse(await inflated(fromBase64Url(packed))) as { readonly of?: unknown };
  return caseInText(JSON.stringify(of ?? null));
}
