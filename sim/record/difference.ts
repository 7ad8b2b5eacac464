/** Where two runs part, as plain data. */
export interface SideEvent {
  readonly event: number;
  readonly atUs: number;
  /** What it is: the input and its process, or the fault. */
  readonly text: string;
  /** What came of it. */
  readonly effects: readonly string[];
}

export interface DifferenceSide {
  /** The file, as the user named it, and the bug that runs in it. */
  readonly name: string;
  readonly verdict: string;
  readonly events: number;
  /** The first event that is not the same; null when this run had ended. */
  readonly first: SideEvent | null;
  /** What caused it, nearest first. */
  readonly causes: readonly SideEvent[];
}

export interface Difference {
  readonly schema: 1;
  readonly equal: boolean;
  /** Index of the first event that differs; null when none does. */
  readonly event: number | null;
  readonly a: DifferenceSide;
  readonly b: DifferenceSide;
}
