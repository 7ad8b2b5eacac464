/** Where an answer is given: native inputs, so that keys, touch and screen readers work as everywhere. */
import type { VNode } from 'preact';
import type { FilledQuestion, LessonAnswer } from '../../../sim/record/lesson.ts';
import { Marked } from './text.tsx';
import { PickField } from './pick-field.tsx';
import { ScriptField } from './script-field.tsx';

export interface FieldProps<Kind extends LessonAnswer['kind'] = LessonAnswer['kind']> {
  readonly question: FilledQuestion;
  readonly answer: Extract<LessonAnswer, { readonly kind: Kind }>;
  readonly disabled: boolean;
  readonly onChange: (answer: LessonAnswer) => void;
}

export function AnswerField({ answer, ...rest }: FieldProps): VNode | null {
  switch (answer.kind) {
    case 'value':
      return <ValueField answer={answer} {...rest} />;
    case 'set':
      return <SetField answer={answer} {...rest} />;
    case 'order':
      return <OrderField answer={answer} {...rest} />;
    case 'pick':
      return <PickField answer={answer} {...rest} />;
    case 'script':
    case 'hunt':
      return <ScriptField answer={answer} {...rest} />;
    case 'text':
      return <TextField answer={answer} {...rest} />;
    case 'code':
      return <p class="faint">This one is for your own editor. Nothing grades it yet: show it to whoever teaches.</p>;
  }
}

function ValueField({ question, answer, disabled, onChange }: FieldProps<'value'>): VNode {
  const name = `value-${question.id}`;
  const set = (value: string): void => onChange({ kind: 'value', value });
  const servers = question.type === 'server' ? serversOf(question) : [];
  const choices = servers.length > 0 ? servers.map((sid) => ({ value: sid, text: sid })) : question.choices;
  if (choices.length > 0) {
    return (
      <fieldset class={servers.length > 0 ? 'answer seats' : 'answer'} disabled={disabled}>
        <legend class={servers.length > 0 ? '' : 'unseen'}>{servers.length > 0 ? 'Server' : 'Your answer'}</legend>
        {choices.map(({ value, text }) => (
          <label key={value} class="check">
            <input type="radio" name={name} checked={answer.value === value} onChange={() => set(value)} />
            <span>
              <Marked text={text} />
            </span>
          </label>
        ))}
      </fieldset>
    );
  }
  const isNumber = question.type === 'number' || question.type === 'duration';
  return (
    <label class="answer row">
      <span>{question.type === 'duration' ? 'Milliseconds' : question.type === 'zxid' ? 'Zxid' : 'Your answer'}</span>
      <input
        type="text"
        inputMode={isNumber ? 'numeric' : 'text'}
        autocomplete="off"
        size={8}
        value={answer.value}
        disabled={disabled}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}

function serversOf({ source }: FilledQuestion): string[] {
  const { voters = 0, observers = 0 } = source.base.options;
  return Array.from({ length: voters + observers }, (_, i) => String(i + 1));
}

function SetField({ question, answer, disabled, onChange }: FieldProps<'set'>): VNode {
  const { sets, none } = answer;
  const toggle = (at: number, member: string): void => {
    const had = sets[at]?.includes(member) === true;
    const next = sets.map((set, i) =>
      i !== at ? set : had ? set.filter((each) => each !== member) : [...set, member],
    );
    onChange({ kind: 'set', sets: next, none });
  };
  return (
    <div class="answer">
      {question.none.length === 0 ? null : (
        <fieldset disabled={disabled}>
          <legend>Are there such sets?</legend>
          {[{ id: null, text: 'Yes: these' }, ...question.none].map(({ id, text }) => (
            <label key={id ?? 'yes'} class="check">
              <input
                type="radio"
                name={`none-${question.id}`}
                checked={none === id}
                onChange={() => onChange({ kind: 'set', sets, none: id })}
              />
              <span>
                <Marked text={text} />
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {question.sets.map((title, at) => (
        <fieldset key={at} class="seats" disabled={disabled || none !== null}>
          <legend>
            <Marked text={title} />
          </legend>
          {question.members.map((member) => (
            <label key={member} class="seat">
              <input
                type="checkbox"
                checked={sets[at]?.includes(member) === true}
                onChange={() => toggle(at, member)}
              />
              <span>{member}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function OrderField({ question, answer, disabled, onChange }: FieldProps<'order'>): VNode {
  const { order } = answer;
  const move = (at: number, by: -1 | 1): void => {
    const next = [...order];
    const [item] = next.splice(at, 1);
    next.splice(at + by, 0, item as string);
    onChange({ kind: 'order', order: next });
  };
  return (
    <div class="answer">
      <p class="faint">{question.from} first</p>
      <ol class="order">
        {order.map((id, at) => {
          const text = question.items.find((item) => item.id === id)?.text ?? id;
          return (
            <li key={id}>
              <span>
                <Marked text={text} />
              </span>
              <button
                type="button"
                disabled={disabled || at === 0}
                aria-label={`Move up: ${text}`}
                onClick={() => move(at, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                disabled={disabled || at === order.length - 1}
                aria-label={`Move down: ${text}`}
                onClick={() => move(at, 1)}
              >
                ↓
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function TextField({ question, answer, disabled, onChange }: FieldProps<'text'>): VNode {
  return (
    <label class="answer">
      <span class="unseen">Your answer</span>
      <textarea
        class="prose"
        rows={question.lines}
        value={answer.text}
        disabled={disabled}
        onInput={(event) => onChange({ kind: 'text', text: event.currentTarget.value })}
      />
    </label>
  );
}
