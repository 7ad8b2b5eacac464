/** Lanes that are shown and hidden together. */
import type { ReportProcess } from '../../../../sim/record/report-data.ts';

export interface LaneGroup {
  readonly label: 'servers' | 'clients' | 'faults';
  /** Of its lanes; never empty. */
  readonly names: readonly string[];
}

export function laneGroups(processes: readonly ReportProcess[], faults: string): LaneGroup[] {
  const names = (client: boolean): string[] =>
    processes.filter(({ kind }) => (kind === 'client') === client).map(({ name }) => name);
  const groups: LaneGroup[] = [
    { label: 'servers', names: names(false) },
    { label: 'clients', names: names(true) },
    { label: 'faults', names: [faults] },
  ];
  return groups.filter((group) => group.names.length > 0);
}
