/**
 * All that the report of one run shows, as plain data: a host collects it by running the case again, `reports/html` makes
 * a page of it. The columns of the trace travel beside it, as bytes.
 */
import type { Case } from './case.ts';
import type { SideEvent } from './difference.ts';
import type { EventColumns } from './event-columns.ts';
import type { MomentState } from './moment-state.ts';
import type { RunResult } from './run-result.ts';
import type { Story } from './story.ts';

export interface ReportData {
  readonly schema: 1;
  /** Of the engine that made it. */
  readonly version: string;
  readonly name: string;
  readonly of: Case;
  readonly result: RunResult;
  /** Null when nothing failed. */
  readonly story: Story | null;
  /** How each sentence of the story is seen in the picture; as long as its sentences. */
  readonly steps: readonly StorySight[];
  /** The command line that shows it again. */
  readonly replay: string;
  readonly trace: ReportTrace;
  readonly keyframes: readonly MomentState[];
  readonly order: OrderArgument;
  /** This run and the same case without its bug; null when it has none. */
  readonly parting: ReportParting | null;
  readonly config: Readonly<Record<string, string>>;
  readonly plan: { readonly operations: readonly string[]; readonly faults: readonly string[] };
  /** What was cut, and what did not end; sentences. */
  readonly limits: readonly string[];
}

/** With its columns, as it is before it is packed. */
export interface CollectedReport {
  readonly data: ReportData;
  readonly columns: EventColumns;
}

export interface ReportParting {
  /** Index of the first event that differs; null when none does. */
  readonly event: number | null;
  readonly actual: PartingSide;
  readonly expected: PartingSide;
  /** After that event. */
  readonly states: { readonly actual: MomentState; readonly expected: MomentState } | null;
}

export interface PartingSide {
  readonly verdict: string;
  readonly events: number;
  /** In plain words; null when this run had ended. */
  readonly first: SideEvent | null;
  /** What caused it, nearest first. */
  readonly causes: readonly SideEvent[];
}

/** Where a sentence is in the run: -1 where it is nowhere in particular. */
export interface StorySight {
  readonly event: number;
  readonly processes: readonly string[];
}

export interface ReportProcess {
  readonly name: string;
  readonly kind: 'voter' | 'observer' | 'client';
}

export interface ReportTrace {
  readonly processes: readonly ReportProcess[];
  /** By number; the first is empty. */
  readonly texts: readonly string[];
  readonly spans: readonly LaneSpan[];
  readonly operations: readonly ReportOperation[];
  readonly faults: readonly ReportFault[];
  readonly unarrived: readonly UnarrivedMessage[];
  /** Of the run; rows of events that were cut count too. */
  readonly events: number;
  /** Rows that are only in the density. */
  readonly cut: number;
}

/** How a server stands from an event on, until its next span. */
export interface LaneSpan {
  readonly event: number;
  readonly atUs: number;
  readonly process: number;
  /** `-` is down, `P` is paused. */
  readonly role: 'L' | 'F' | 'O' | 'E' | 'S' | '-' | 'P';
  readonly epoch: number;
  readonly serving: boolean;
}

/** An operation as its client saw it. */
export interface ReportOperation {
  readonly process: number;
  readonly id: number;
  readonly text: string;
  readonly callEvent: number;
  readonly callUs: number;
  /** -1 while there is no answer. */
  readonly returnEvent: number;
  readonly returnUs: number;
  readonly outcome: 'ok' | 'error' | 'unknown' | 'unsent' | 'open';
  readonly answer: string;
  /** Asked by the check at the end, and not by the workload. */
  readonly probe: boolean;
}

export interface ReportFault {
  readonly event: number;
  readonly atUs: number;
  readonly kind: string;
  readonly text: string;
  readonly effective: boolean;
  /** Id of the fault in the plan; empty when it is of no plan. */
  readonly step: string;
  /** What it ends, as a number of this list; -1 where it begins something. */
  readonly ends: number;
}

/** A message that nobody got: lost with its connection, or still under way when the run ended. */
export interface UnarrivedMessage {
  readonly event: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Why no order of the operations explains the answers. */
export type OrderArgument =
  /** The failure is not about order, or an order exists: a sentence says which. */
  | { readonly kind: 'none'; readonly why: string }
  | {
      readonly kind: 'argument';
      /** What was asked for, in a sentence. */
      readonly contract: string;
      readonly operations: readonly OrderOperation[];
      /** Index of the one that must come first, of the one that must come later, and why. */
      readonly before: readonly { readonly first: number; readonly later: number; readonly why: string }[];
      readonly steps: readonly string[];
      /** Orders that were tried, each up to the operation that has no place in it; the first of `tried`. */
      readonly orders: readonly OrderTried[];
      readonly tried: number;
      /** Operations left out because the rest has no order either. */
      readonly leftOut: number;
    };

export interface OrderOperation extends ReportOperation {
  readonly label: string;
  readonly client: string;
}

export interface OrderTried {
  /** Operations that fit, in order, by index. */
  readonly fits: readonly number[];
  /** The one that does not fit behind them, and why; -1 when all fit. */
  readonly fails: number;
  readonly why: string;
}
