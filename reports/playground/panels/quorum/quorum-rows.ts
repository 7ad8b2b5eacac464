/**
 * The quorum indicator as data: three questions, and for each the seats of every system of quorums. Groups, weights and
 * two systems at once (while members change) are drawn from the same picture as a plain majority.
 */
import type { QuorumAnswer, QuorumPicture, QuorumSystem } from '../../../../sim/record/play.ts';

export type QuestionName = 'elect' | 'commit' | 'reach';

export interface QuorumQuestion {
  readonly name: QuestionName;
  /** Short, for a tab. */
  readonly label: string;
  readonly question: string;
  /** Null: the question does not arise now. */
  readonly answer: QuorumAnswer | null;
  /** The answer in a sentence. */
  readonly words: string;
}

export interface Seat {
  readonly server: string;
  readonly weight: number;
  readonly supports: boolean;
  /** It was in the quorum that committed last and supports this too: what was decided is known here. */
  readonly shared: boolean;
}

export interface GroupSeats {
  readonly name: string;
  readonly seats: readonly Seat[];
  readonly weight: number;
  readonly lit: boolean;
  /** A group without weight has no say. */
  readonly voteless: boolean;
  /** `2 of 3, needs 2`. */
  readonly words: string;
}

export interface SystemSeats {
  readonly name: string;
  readonly groups: readonly GroupSeats[];
  readonly lit: boolean;
  readonly words: string;
}

export function quorumQuestions(picture: QuorumPicture): QuorumQuestion[] {
  const { elect, commit, reach } = picture;
  return [
    {
      name: 'elect',
      label: 'can elect?',
      question: 'Can a leader be elected now?',
      answer: elect,
      words: answerWords(elect, 'are up and hear each other', 'is up and hears itself', 'nobody is up'),
    },
    {
      name: 'commit',
      label: commit === null ? 'can commit?' : `can commit ${commit.zxid}?`,
      question: commit === null ? 'Can a transaction be committed?' : `Can ${commit.leader} commit ${commit.zxid} now?`,
      answer: commit,
      words:
        commit === null
          ? 'No transaction waits for acknowledgements.'
          : answerWords(commit, 'have acknowledged it', 'has acknowledged it', 'nobody has acknowledged it'),
    },
    {
      name: 'reach',
      label: 'leader reaches?',
      question: 'Does the leader reach a quorum?',
      answer: reach,
      words:
        reach === null
          ? 'Nobody leads.'
          : answerWords(
              reach,
              'are reached, the leader included',
              'is reached, the leader itself',
              'nobody is reached',
            ),
    },
  ];
}

function answerWords({ members, enough, missing }: QuorumAnswer, many: string, one: string, none: string): string {
  const who = members.length === 0 ? none : `${members.join(', ')} ${members.length === 1 ? one : many}`;
  return enough ? `Yes: ${who}.` : `No: ${who}; need ${missing} more.`;
}

export function systemSeats(
  system: QuorumSystem,
  answer: QuorumAnswer | null,
  last: QuorumPicture['last'],
): SystemSeats {
  const supporting = new Set(answer?.members ?? []);
  const before = new Set(last?.members ?? []);
  const groups = system.groups.map(({ name, members }): GroupSeats => {
    const seats = members.map(({ server, weight }): Seat => {
      const supports = supporting.has(server);
      return { server, weight, supports, shared: supports && before.has(server) };
    });
    const weight = seats.reduce((sum, seat) => sum + seat.weight, 0);
    const has = seats.reduce((sum, seat) => sum + (seat.supports ? seat.weight : 0), 0);
    const needs = Math.floor(weight / 2) + 1;
    const voteless = weight === 0;
    return {
      name,
      seats,
      weight,
      lit: !voteless && has >= needs,
      voteless,
      words: voteless ? 'no weight, no say' : `${has} of ${weight}, needs ${needs}`,
    };
  });
  const lit = groups.filter((group) => group.lit).length;
  const one = groups.length === 1 ? groups[0] : undefined;
  return {
    name: system.name,
    groups,
    lit: lit >= system.groupsNeeded,
    words: one === undefined ? `${lit} of ${groups.length} groups, needs ${system.groupsNeeded}` : one.words,
  };
}

/** Why nothing is lost: who carries what was committed last into what is decided next. */
export function intersectionWords(answer: QuorumAnswer | null, last: QuorumPicture['last']): string {
  if (last === null) return 'Nothing has been committed yet.';
  const shared = (answer?.members ?? []).filter((server) => last.members.includes(server));
  const quorum = `${last.members.join(', ')} committed ${last.zxid}`;
  if (answer === null) return `${quorum}.`;
  if (shared.length === 0) return `${quorum}; none of them is in this set, so whoever decides here cannot know of it.`;
  const those =
    shared.length === 1 ? `${shared[0] ?? ''} was there and knows it` : `${shared.join(', ')} were there and know it`;
  return `${quorum}; of this set ${those}.`;
}
