/** The quorum indicator: three questions, seats that support them, and who carries the last decision over. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MomentState } from '../../../../sim/record/moment-state.ts';
import type { QuorumPicture } from '../../../../sim/record/play.ts';
import { usePlay } from '../../store.ts';
import { Panel, Words } from '../parts.tsx';
import { intersectionWords, quorumQuestions, systemSeats, type GroupSeats, type QuestionName } from './quorum-rows.ts';
import './quorum.css';

/** The same at every moment, so that none looks through them again. */
const words = <Words of={['quorum', 'zxid', 'epoch']} />;

export function QuorumPanel(): VNode {
  const moment = usePlay().moment.value;
  return (
    <Panel name="quorum" title="quorum" aside={moment?.quorums.systems.map(({ name }) => name).join(' and ')}>
      {moment === null ? (
        <p class="faint">Nothing is open yet.</p>
      ) : (
        <QuorumView picture={moment.quorums} servers={moment.state.servers} />
      )}
      {words}
    </Panel>
  );
}

/** Of any picture of quorums. */
export function QuorumView(props: {
  readonly picture: QuorumPicture;
  readonly servers: MomentState['servers'];
}): VNode {
  const { picture, servers } = props;
  const [asked, setAsked] = useState<QuestionName>('elect');
  const questions = quorumQuestions(picture);
  const chosen = questions.find(({ name }) => name === asked) ?? questions[0];
  if (chosen === undefined) throw new Error('there is no question');
  const { answer } = chosen;
  const voteless = servers.filter(({ voter }) => !voter).map(({ name }) => name);
  return (
    <>
      <div class="questions" role="group" aria-label="question">
        {questions.map(({ name, label, answer: one }) => (
          <button key={name} type="button" aria-pressed={name === chosen.name} onClick={() => setAsked(name)}>
            <span aria-hidden="true">{one === null ? '–' : one.enough ? '✔' : '✖'}</span> {label}
          </button>
        ))}
      </div>
      <p class="answer">
        <span class="faint">{chosen.question}</span> <b>{chosen.words}</b>
      </p>
      {picture.systems.map((system) => {
        const seats = systemSeats(system, answer, picture.last);
        const grouped = seats.groups.length > 1;
        return (
          <div key={system.name} class={`system${seats.lit ? ' lit' : ''}`}>
            <p class="system-name">
              {system.name} <span class="faint">{seats.words}</span>
              <span class="verdict">{answer === null ? '' : seats.lit ? ' ✔ quorum' : ' – no quorum'}</span>
            </p>
            <div class="groups">
              {seats.groups.map((group) => (
                <Group key={group.name} group={group} named={grouped} />
              ))}
            </div>
          </div>
        );
      })}
      {voteless.length === 0 ? null : (
        <p class="voteless">
          <span class="faint">no vote:</span> {voteless.map((name) => `◇ ${name}`).join('  ')}
        </p>
      )}
      <p class="intersection faint">{intersectionWords(answer, picture.last)}</p>
      <p class="legend" aria-hidden="true">
        <span class="seat supports">1</span> in this set <span class="seat">1</span> not{' '}
        <span class="seat supports shared">1</span> was in the last quorum too
      </p>
    </>
  );
}

function Group({ group, named }: { readonly group: GroupSeats; readonly named: boolean }): VNode {
  const { seats } = group;
  const weighted = seats.some(({ weight }) => weight !== 1);
  return (
    <div class={`group${named ? ' named' : ''}${group.lit ? ' lit' : ''}${group.voteless ? ' hatched' : ''}`}>
      {named ? (
        <p class="group-name">
          group {group.name} <span class="faint">{group.words}</span>
          <span aria-hidden="true"> {group.lit ? '✔' : '–'}</span>
          <span class="unseen">{group.lit ? ' has its majority' : ' has no majority'}</span>
        </p>
      ) : null}
      <ul class="seats">
        {seats.map(({ server, weight, supports, shared }) => (
          <li key={server} class={`seat${supports ? ' supports' : ''}${shared ? ' shared' : ''}`}>
            {server}
            {weighted ? (
              <span class="pips" aria-hidden="true">
                {weight === 0 ? '∅' : '•'.repeat(Math.min(weight, 9))}
              </span>
            ) : null}
            <span class="unseen">
              {weighted ? ` weighs ${weight},` : ''} {supports ? 'in this set' : 'not in this set'}
              {shared ? ', was in the last quorum too' : ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
