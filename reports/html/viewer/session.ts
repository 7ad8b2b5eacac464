/** What somebody looks at in a report: the recorded run, and the sentence of its story that was chosen. */
import type { ReportData } from '../../../sim/record/report-data.ts';
import { causalPast } from '../../spacetime/causality.ts';
import { Look } from '../../spacetime/look.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';

export class Session extends Look {
  readonly data: ReportData;
  /** Sentence of the story, -1 for none. */
  sentence = -1;

  constructor(data: ReportData, view: TraceView) {
    const failure = Math.min(data.result.failure?.event ?? -1, view.length - 1);
    const first = data.story?.firstWrong?.event ?? -1;
    super(view, {
      failure,
      firstWrong: first === failure ? -1 : first,
      cursor: failure >= 0 ? failure : lastTold(view),
    });
    this.data = data;
    // What is found at the end of a run is nobody's doing: all of the run led to it.
    if (failure >= 0 && view.process(failure) !== null)
      this.shade = { kind: 'past', inside: causalPast(view, failure) };
  }

  /** -1 leaves the story. */
  setSentence(sentence: number): void {
    const count = this.data.story?.sentences.length ?? 0;
    this.sentence = Math.max(-1, Math.min(count - 1, sentence));
    this.tell('story');
  }

  /** The processes the chosen sentence speaks of. */
  override get spoken(): ReadonlySet<string> {
    return new Set(this.data.steps[this.sentence]?.processes ?? []);
  }
}

/** The last event that says something. */
function lastTold(view: TraceView): number {
  let at = view.length - 1;
  while (at > 0 && (view.columns.told[at] ?? 0) === 0) at--;
  return at;
}
