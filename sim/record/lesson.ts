/**
 * A lesson as data: what is read, which run is shown, what is asked. What is right is never written down where it is a fact of
 * a run: an `Ask` says what to look up, and whoever grades runs the case and looks. So a lesson cannot go stale.
 *
 * Texts are templates. `{name}` stands for what a variant drew or for one of the lesson's `known` answers; nothing else is
 * filled in. Of markup there is `code`, *stress*, **strong** and nothing more.
 */
import type { Setting } from './scenario-document.ts';
import type { PlayLine, PlaySource } from './play.ts';

export type LessonText = string;

/** Lines of a case, with `{name}`s; one that is empty once they are filled in is left out. */
export type LineTemplate = string;

/** A condition of the fault vocabulary with `{name}`s: `when server 3 leads`, `leader commits x2`, `at 2s`. */
export type ConditionTemplate = string;

/** A number, or a template that comes to one. */
export type Count = number | string;

export interface Lesson {
  readonly schema: 1;
  /** In addresses of pages and in files with answers; kebab-case. */
  readonly id: string;
  /** Its place among the sixteen. */
  readonly number: number;
  readonly title: string;
  /** What one can say after it, in a sentence. */
  readonly goal: LessonText;
  readonly minutes: { readonly least: number; readonly most: number };
  readonly case: LessonCase;
  /** Answers that texts may quote. */
  readonly known: Readonly<Record<string, KnownAsk>>;
  readonly steps: readonly LessonStep[];
}

/** The run a lesson is about; a question may change parts of it. Its world is quiet unless it has a seed. */
export interface LessonCase {
  readonly scenario: string;
  readonly bug?: string | null;
  readonly seed?: string;
  readonly voters: Count;
  readonly observers?: Count;
  readonly clients?: number;
  /** How long a run is looked at; faults and operations begin within it. */
  readonly durationMs: number;
  readonly config?: Readonly<Record<string, Setting>>;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly lines: readonly LineTemplate[];
}

/** Fields win over the lesson's own; `more` goes behind its lines. */
export type CaseChange = Partial<LessonCase> & { readonly more?: readonly LineTemplate[] };

export interface KnownAsk {
  readonly ask: Ask;
  readonly case?: CaseChange;
}

export type StepKind = 'see' | 'predict' | 'do' | 'check' | 'explain' | 'code';

export interface LessonStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly LessonText[];
  /** The run that is opened beside it; absent: the one that is there stays. */
  readonly play?: StepPlay;
  /** Of a step `predict` they are written down and graded later, by a step `check` that names it in `settles`. */
  readonly questions: readonly Question[];
  /** The step whose predictions are settled here. */
  readonly settles?: string;
}

export interface StepPlay {
  readonly case?: CaseChange;
  /** Opened at this moment; absent: at the beginning. */
  readonly at?: MomentAsk;
}

// --- variants ----------------------------------------------------------------------------------------------------

/** One of these is drawn, whole: several names may hang together. */
export type Choice = Readonly<Record<string, string>>;

/**
 * Every combination of one choice of each group is a variant, but for those that give a name a second time to one value in
 * `apart`. They are numbered in an order that is drawn from the lesson and the question, and the first `count` are used.
 */
export interface Variants {
  readonly count: number;
  readonly draws: readonly (readonly Choice[])[];
  /** Names whose values are to differ from each other. */
  readonly apart?: readonly string[];
}

// --- questions ---------------------------------------------------------------------------------------------------

export type Question =
  | ValueQuestion
  | SetQuestion
  | OrderQuestion
  | PickQuestion
  | ScriptQuestion
  | HuntQuestion
  | TextQuestion
  | CodeQuestion;

export type QuestionKind = Question['kind'];

interface Asked {
  /** Unique in the lesson. */
  readonly id: string;
  readonly text: LessonText;
  /** Shown to whoever was right and to whoever was not, behind the reason that is computed. */
  readonly explain: LessonText;
  readonly variants?: Variants;
  readonly case?: CaseChange;
  /** Answers that many give, and what is behind them. */
  readonly errors?: readonly TypicalError[];
}

/** Told to whoever gives this answer. Of a wrong answer only. */
export interface TypicalError {
  /** A template, compared with the answer as text: of sets and orders the members with commas between. */
  readonly answer?: LessonText;
  /** An answer that comes from a wrong idea: what that idea would look up. */
  readonly ask?: Ask;
  /** `half is enough` */
  readonly name: string;
  readonly say: LessonText;
}

export interface ValueQuestion extends Asked {
  readonly kind: 'value';
  /** What is typed or chosen. A duration is in milliseconds. */
  readonly type: 'number' | 'zxid' | 'server' | 'duration' | 'choice';
  readonly choices?: readonly { readonly value: string; readonly text: LessonText }[];
  readonly ask: Ask;
  /** Of numbers and durations: how far off is right; 0 when not given. */
  readonly within?: number;
}

export interface SetQuestion extends Asked {
  readonly kind: 'set';
  /** `servers`: those of the case. */
  readonly members: 'servers' | readonly string[];
  /** What each set that is asked for is called; one unless more are named. */
  readonly sets: readonly LessonText[];
  readonly rule: SetRule;
  /** That there is no such set may be answered, with a reason. */
  readonly none?: readonly NoneReason[];
}

/** `pigeonhole` is the reason when two quorums together have more members than there are servers. */
export interface NoneReason {
  readonly id: string;
  readonly text: LessonText;
  readonly because: 'pigeonhole' | 'nothing';
}

export type SetRule =
  /** That set and no other. */
  | { readonly rule: 'is'; readonly ask: Ask }
  /** As many quorums as there are sets, of which any two share so many servers. */
  | { readonly rule: 'quorums'; readonly voters: Count; readonly sharing: number }
  /** A smallest set whose crash leaves no quorum. */
  | { readonly rule: 'stops'; readonly voters: Count }
  /** A smallest set with a majority in a majority of the groups. */
  | { readonly rule: 'group-quorum'; readonly groups: readonly (readonly string[])[]; readonly isQuorum: boolean };

export interface OrderQuestion extends Asked {
  readonly kind: 'order';
  readonly items: readonly { readonly id: string; readonly text: LessonText }[];
  /** What the first and the last place are called. */
  readonly from: LessonText;
  readonly to: LessonText;
  /** Comes to a list of ids. */
  readonly ask: Ask;
}

export interface PickQuestion extends Asked {
  readonly kind: 'pick';
  readonly moments: readonly PickedMoment[];
}

export interface PickedMoment {
  readonly at: MomentAsk;
  /** Of the full marks, 0 to 1. */
  readonly share: number;
  readonly say: LessonText;
}

/** Full marks up to so many lines; null: however many. */
export interface Band {
  readonly lines: number | null;
  readonly share: number;
}

export interface ScriptQuestion extends Asked {
  readonly kind: 'script';
  /** A script for each. All begin with the case of the question. */
  readonly endings: readonly {
    readonly text: LessonText;
    readonly goal: Goal;
    /** Reaches it; run by the tests, and never shown. */
    readonly reference: readonly PlayLine[];
  }[];
  readonly bands: readonly Band[];
}

export interface HuntQuestion extends Asked {
  readonly kind: 'hunt';
  /** What has to happen to the wrong protocol, and must not to the right one. */
  readonly goal: Goal;
  /** What the case is with the right protocol. */
  readonly correct: CaseChange;
  readonly correctName: LessonText;
  readonly reference: readonly PlayLine[];
  readonly bands: readonly Band[];
}

/** Read by people. */
export interface TextQuestion extends Asked {
  readonly kind: 'text';
  readonly lines: number;
  /** What a good answer has in it, for whoever reads it. */
  readonly look: readonly LessonText[];
}

/** Written outside of the page; what would grade it is told, and nothing does yet. */
export interface CodeQuestion extends Asked {
  readonly kind: 'code';
  readonly lab: string;
  readonly starter: string;
  /** Range of seeds that have to pass, `1..300`; empty: every input of a finite set. */
  readonly seeds: string;
  readonly properties: readonly string[];
}

// --- what is looked up -------------------------------------------------------------------------------------------

/** Comes to a text, or to a list of texts. */
export type Ask =
  // Of quorums of so many voters, each with one vote: from the protocol's own verifier.
  | { readonly ask: 'quorum' | 'overlap' | 'tolerated' | 'half'; readonly voters: Count }
  /** Ids of votes, the best first. `3:2:7` is epoch, counter of the zxid in that epoch, server. */
  | { readonly ask: 'vote-order'; readonly votes: Readonly<Record<string, LessonText>> }
  /** Ids of zxids `epoch:counter`, the smallest first. */
  | { readonly ask: 'zxid-order'; readonly zxids: Readonly<Record<string, LessonText>> }
  // Of a run, when it was looked at to its end.
  /** The server that leads and has a quorum, or `none`; its epoch. */
  | { readonly ask: 'leader' | 'epoch' }
  /** The highest epoch that a server has promised. */
  | { readonly ask: 'accepted-epoch'; readonly server: LessonText }
  | { readonly ask: 'last-zxid'; readonly server: LessonText }
  /** The data of a node in the tree of a server, `nothing` when there is none. */
  | { readonly ask: 'node'; readonly server: LessonText; readonly path: string }
  /** What a client was told of its n-th operation, from 1: `ok`, the name of an error, `unknown`, `nothing`. */
  | { readonly ask: 'outcome'; readonly client: LessonText; readonly nth: Count }
  /** What its n-th operation, a getData, read; `nothing` when it read no data. */
  | { readonly ask: 'read'; readonly client: LessonText; readonly nth: Count }
  /** The servers on whose disks a transaction on that path is; those that serve clients; those that are up. */
  | { readonly ask: 'holders'; readonly path: string }
  | { readonly ask: 'serving' | 'up' }
  /** Those of the servers that hold it which are up. */
  | { readonly ask: 'carriers'; readonly path: string }
  /** How a learner was brought up to date last: DIFF, TRUNC, SNAP. */
  | { readonly ask: 'sync-plan'; readonly server: LessonText }
  /** How many times something happens; milliseconds of virtual time at a moment, and between two. */
  | { readonly ask: 'times'; readonly condition: ConditionTemplate }
  | { readonly ask: 'time'; readonly at: MomentAsk; readonly since?: MomentAsk }
  /**
   * What becomes of a write when all servers lose their power at the end of the run, and any smallest quorum of them starts
   * again: `survives` or `vanishes` with each of them, or `either`.
   */
  | { readonly ask: 'fate'; readonly path: string };

export type MomentAsk =
  /** The first time this comes true, behind another moment where one is given. */
  | { readonly condition: ConditionTemplate; readonly after?: ConditionTemplate }
  /** A check finds something. */
  | { readonly check: string }
  /** The first fault strikes whose line begins so: `partition`. */
  | { readonly fault: string }
  /** The disks of so many servers have a transaction on that path: `quorum` of them, or a number. */
  | { readonly durable: string; readonly on: 'quorum' | Count };

/** What a script has to reach. */
export type Goal =
  | { readonly all: readonly Goal[] }
  | { readonly any: readonly Goal[] }
  | { readonly not: Goal }
  /** At some time of the run. */
  | { readonly happens: ConditionTemplate }
  /** At its end. */
  | { readonly ask: Ask; readonly is: LessonText }
  /** A row of the result is a violation. */
  | { readonly broken: string }
  /** None of them was down at any time, nor paused. */
  | { readonly lived: readonly string[] };

// --- what a page gets --------------------------------------------------------------------------------------------

/** Answers of somebody, and what is kept of them in a file. Choices that are not made are empty texts. */
export type LessonAnswer =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'set'; readonly sets: readonly (readonly string[])[]; readonly none: string | null }
  | { readonly kind: 'order'; readonly order: readonly string[] }
  | { readonly kind: 'pick'; readonly event: number }
  | { readonly kind: 'script'; readonly scripts: readonly (readonly PlayLine[])[] }
  | { readonly kind: 'hunt'; readonly script: readonly PlayLine[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string };

export interface LessonMoment {
  readonly source: PlaySource;
  /** -1: the end of what was looked at. */
  readonly event: number;
  /** What is to be seen there. */
  readonly words: string;
}

export interface Grade {
  /** Null: nobody but a person can say. */
  readonly right: boolean | null;
  /** Of the full marks, 0 to 1. */
  readonly share: number;
  /** One to four sentences; the first says what is right, or what is not. */
  readonly why: readonly string[];
  /** The name of the typical error that the answer shows. */
  readonly error: string | null;
  /** Where it can be seen. */
  readonly moments: readonly LessonMoment[];
}

/** A lesson with its templates filled in, as far as a page may know it: without references and without what to look up. */
export interface FilledLesson {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly goal: string;
  readonly minutes: Lesson['minutes'];
  readonly variant: number;
  readonly source: PlaySource;
  readonly steps: readonly FilledStep[];
}

export interface FilledStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly text: readonly string[];
  readonly play: { readonly source: PlaySource; readonly event: number } | null;
  readonly questions: readonly FilledQuestion[];
  readonly settles: string | null;
}

export interface FilledQuestion {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly text: string;
  /** How many variants there are, and which this is, from 0. */
  readonly variants: number;
  readonly variant: number;
  readonly source: PlaySource;
  /** Of a value: its type. */
  readonly type: ValueQuestion['type'] | null;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  /** Of a set: what may be in it, what the sets are called, and the reasons why there might be none. */
  readonly members: readonly string[];
  readonly sets: readonly string[];
  readonly none: readonly { readonly id: string; readonly text: string }[];
  /** Of an order, in the order in which they are shown first. */
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly from: string;
  readonly to: string;
  /** Of a script: what each is to reach. */
  readonly endings: readonly string[];
  readonly bands: readonly Band[];
  /** Of a text: its lines. Of code: where to go on. */
  readonly lines: number;
  readonly lab: string;
}

/** What the page hands over at the end; whoever grades it runs all of it again. */
export interface CompletionFile {
  readonly schema: 1;
  readonly engine: string;
  readonly lesson: string;
  readonly answers: readonly {
    readonly question: string;
    readonly variant: number;
    readonly answer: LessonAnswer;
    /** The address of the page that shows it. */
    readonly link: string;
  }[];
}

// --- what a page asks of the engine --------------------------------------------------------------------------------

/** Asked of the worker of a play, and as little to do with what is open there as can be. Each is answered once, in order. */
export type LessonRequest =
  /** `lesson`: an id, or its number. */
  | { readonly kind: 'lesson'; readonly lesson: string; readonly variant: number }
  /** One question in another variant. */
  | { readonly kind: 'variant'; readonly lesson: string; readonly question: string; readonly variant: number }
  | {
      readonly kind: 'grade';
      readonly lesson: string;
      readonly question: string;
      readonly variant: number;
      readonly answer: LessonAnswer;
    };

export type LessonReply =
  | { readonly kind: 'lesson'; readonly lesson: FilledLesson }
  | { readonly kind: 'variant'; readonly question: FilledQuestion }
  | { readonly kind: 'graded'; readonly grade: Grade }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };
