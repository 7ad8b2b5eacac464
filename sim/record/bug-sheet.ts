/** What there is to tell about a re-created bug, as `sim bugs --json` prints it. */
export interface BugSheet {
  readonly id: string;
  readonly name: string;
  readonly kind: 'historic' | 'textbook' | 'further';
  readonly title: string;
  readonly phase: string;
  /** What goes wrong, and how it shows. */
  readonly story: string;
  /** ZooKeeper's own issue; null where it was none. */
  readonly issue: string | null;
  /** Where it was and where it was mended; empty where it is no bug of a release. */
  readonly versions: string;
  /** What of the real bug is left out. */
  readonly leftOut: string;
  /** The property it breaks, in words. */
  readonly breaks: string;
  /** Rows of a result that are to find it. */
  readonly properties: readonly string[];
  readonly needsObservers: boolean;
  /** The defence that alone keeps the bug from showing, and that is taken away with it; null when there is none. */
  readonly maskedBy: string | null;
  /** The file with the stored case that shows it; null when none is stored. */
  readonly case: string | null;
  /** Command lines that show it. */
  readonly show: readonly string[];
}
