/** From what was collected of a run to the file that a browser opens. */
import { deflateRawSync } from 'node:zlib';
import { reportDocument } from '../../reports/html/document.ts';
import { isModulePath } from '../record/case.ts';
import { encodeColumns } from '../record/event-columns.ts';
import type { CollectedReport, ReportData } from '../record/report-data.ts';
import { pageScripts } from './pages/page-scripts.ts';

/** What a thread hands to the one that writes: plain data, and the columns packed. */
export interface PackedRun {
  readonly data: ReportData;
  readonly columns: string;
}

export function packRun({ data, columns }: CollectedReport): PackedRun {
  return { data, columns: packed(encodeColumns(columns)) };
}

function packed(bytes: Uint8Array | string): string {
  return deflateRawSync(bytes, { level: 9 }).toString('base64');
}

/** `date`: printed in the file, which is another file tomorrow; none unless given. */
export async function reportFile({ data, columns }: PackedRun, date?: string): Promise<string> {
  const scripts = await pageScripts();
  // A module of the user's is in no engine: its page shows what was stored.
  const own = typeof data.of.scenario === 'string' && isModulePath(data.of.scenario);
  return reportDocument(
    data,
    { data: packed(JSON.stringify(data)), columns, engine: own ? null : enginePacked(scripts.engine) },
    { viewer: scripts.viewer, ...(date === undefined ? {} : { date }) },
  );
}

let engine: { readonly script: string; readonly packed: string } | null = null;

/** The same for every report. */
function enginePacked(script: string): string {
  if (engine?.script !== script) engine = { script, packed: packed(script) };
  return engine.packed;
}
