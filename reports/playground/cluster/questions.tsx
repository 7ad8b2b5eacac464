/** Small forms that end in a line: groups, faults of links, disks and clocks, delays, operations of clients. */
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { Dialog } from '../frame/dialog.tsx';
import { usePlay } from '../store.ts';
import {
  amountWords,
  asksFor,
  clockFaults,
  clockLine,
  delayUs,
  diskLine,
  linkFaults,
  linkLine,
  operationLine,
  partitionLine,
  type Answered,
  type ClockFault,
  type LinkFault,
} from './answers.ts';
import { readGroups } from './groups.ts';
import type { Hands } from './hands.ts';
import { operationKinds, type OperationKind, type Question } from './menu.ts';
import type { Scene } from './scene.ts';

interface AskedProps<Kind extends Question['kind']> {
  readonly hands: Hands;
  readonly scene: Scene;
  readonly question: Extract<Question, { readonly kind: Kind }>;
}

export function QuestionBox({ hands, scene }: { readonly hands: Hands; readonly scene: Scene }): VNode | null {
  const question = hands.question.value;
  if (question === null) return null;
  switch (question.kind) {
    case 'partition':
      return <AskPartition hands={hands} scene={scene} question={question} />;
    case 'link':
      return <AskLink hands={hands} scene={scene} question={question} />;
    case 'delay':
      return <AskDelay hands={hands} scene={scene} question={question} />;
    case 'disk':
    case 'clock':
      return question.kind === 'disk' ? (
        <AskDisk hands={hands} scene={scene} question={question} />
      ) : (
        <AskClock hands={hands} scene={scene} question={question} />
      );
    case 'operation':
      return <AskOperation hands={hands} scene={scene} question={question} />;
    case 'line':
      return <AskLine hands={hands} scene={scene} question={question} />;
    case 'copy':
      return (
        <Dialog title="Copy this line" onClose={() => hands.close()}>
          <textarea class="cluster-copy" readOnly aria-label="Line" value={question.text} />
        </Dialog>
      );
  }
}

interface FormProps {
  readonly title: string;
  readonly verb: string;
  readonly hands: Hands;
  /** What is to be done, or what is wrong. */
  readonly answer: Answered;
  /** In place of the line itself. */
  readonly onDone?: (() => Promise<boolean>) | undefined;
  readonly children: ComponentChildren;
}

/** No form element: a page in a sandbox may not submit one. */
function AnswerForm({ title, verb, hands, answer, onDone, children }: FormProps): VNode {
  const play = usePlay();
  const refused = useSignal<string | null>(null);
  const done = async (): Promise<void> => {
    if (!answer.ok) return;
    const taken = onDone === undefined ? await play.act(answer.line) : await onDone();
    if (taken) hands.close();
    else refused.value = play.notice.value ?? 'That did not go.';
  };
  return (
    <Dialog title={title} onClose={() => hands.close()}>
      <div
        class="cluster-form"
        role="group"
        aria-label={title}
        onKeyDown={(event) => {
          event.stopPropagation();
          const { target } = event;
          if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
          event.preventDefault();
          void done();
        }}
      >
        {children}
        <p class="cluster-line" role="status">
          {answer.ok ? <code>{answer.line}</code> : answer.why}
        </p>
        {refused.value === null ? null : (
          <p class="cluster-refused" role="alert">
            {refused.value}
          </p>
        )}
        <p class="cluster-buttons">
          <button type="button" class="primary" disabled={!answer.ok} onClick={() => void done()}>
            {verb}
          </button>
          <button type="button" onClick={() => hands.close()}>
            Leave it
          </button>
        </p>
      </div>
    </Dialog>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly hint?: string;
  readonly first?: boolean;
}

function Field({ label, value, hint = '', first = false }: FieldProps): VNode {
  const id = useId();
  return (
    <div class="cluster-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        autofocus={first}
        value={value.value}
        aria-describedby={hint === '' ? undefined : `${id}-hint`}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
      {hint === '' ? null : (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: Signal<T>;
  readonly among: readonly T[];
}

function Choice<T extends string>({ label, value, among }: ChoiceProps<T>): VNode {
  const id = useId();
  return (
    <div class="cluster-field">
      <label for={id}>{label}</label>
      <select id={id} value={value.value} onChange={(event) => (value.value = event.currentTarget.value as T)}>
        {among.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </div>
  );
}

function Check({ label, value }: { readonly label: string; readonly value: Signal<boolean> }): VNode {
  return (
    <label class="cluster-check">
      <input type="checkbox" checked={value.value} onChange={(event) => (value.value = event.currentTarget.checked)} />{' '}
      {label}
    </label>
  );
}

const FOREVER = 'Empty: until it is healed.';

function AskPartition({ hands, scene, question }: AskedProps<'partition'>): VNode {
  const text = useSignal(question.text);
  const oneWay = useSignal(false);
  const duration = useSignal('');
  const servers = scene.servers.map(({ name }) => name);
  const read = readGroups(text.value, servers, oneWay.value);
  const answer: Answered = read.ok ? partitionLine(read.line, duration.value) : { ...read, field: 'groups' };
  return (
    <AnswerForm title="Cut the ensemble in groups" verb="Cut" hands={hands} answer={answer}>
      <Field
        label="Groups"
        value={text}
        first
        hint={`Servers that hear each other, like 12 or 1,2 | 3,4. Whoever is not named is one more group.`}
      />
      <Check label="One way: what the first group sends is lost, answers pass" value={oneWay} />
      <Field label="For" value={duration} hint={FOREVER} />
    </AnswerForm>
  );
}

function AskLink({ hands, scene, question }: AskedProps<'link'>): VNode {
  const names = [...scene.servers, ...scene.clients].map(({ name }) => name);
  const [from, to] = [useSignal(question.from), useSignal(question.to)];
  const fault = useSignal<LinkFault>('latency');
  const amount = useSignal('50');
  const both = useSignal(true);
  const duration = useSignal('');
  const amounts = amountWords(fault.value);
  const answer = linkLine({
    from: from.value,
    to: to.value,
    bothWays: both.value,
    fault: fault.value,
    amount: amount.value,
    duration: duration.value,
  });
  return (
    <AnswerForm title="Fault of a link" verb="Do it" hands={hands} answer={answer}>
      <Choice label="From" value={from} among={names} />
      <Choice label="To" value={to} among={names} />
      <Check label="Both ways" value={both} />
      <Choice label="Fault" value={fault} among={linkFaults} />
      {amounts === '' ? null : <Field label={amounts} value={amount} />}
      {fault.value === 'reset' ? null : <Field label="For" value={duration} hint={FOREVER} />}
    </AnswerForm>
  );
}

function AskDelay({ hands, scene, question }: AskedProps<'delay'>): VNode {
  const play = usePlay();
  const text = useSignal('100');
  const message = scene.messages.find(({ address }) => address === question.address);
  const us = delayUs(text.value);
  const answer: Answered =
    message === undefined
      ? { ok: false, field: 'message', why: 'It has arrived.' }
      : us === null
        ? { ok: false, field: 'delay', why: 'Write a number of milliseconds above 0.' }
        : { ok: true, line: `${message.text}: ${Number((us / 1000).toFixed(3))} ms later` };
  return (
    <AnswerForm
      title="Delay a message"
      verb="Delay"
      hands={hands}
      answer={answer}
      onDone={() => play.actOn(question.address, 'delay', us ?? 0)}
    >
      <Field label="Later by (ms)" value={text} first />
    </AnswerForm>
  );
}

function AskDisk({ hands, question }: AskedProps<'disk' | 'clock'>): VNode {
  const percent = useSignal('500');
  const duration = useSignal('');
  const answer = diskLine(question.server, percent.value, duration.value);
  return (
    <AnswerForm title={`Slow disk of server ${question.server}`} verb="Slow it down" hands={hands} answer={answer}>
      <Field label="Percent of the usual time" value={percent} first hint="500: five times as slow." />
      <Field label="For" value={duration} hint={FOREVER} />
    </AnswerForm>
  );
}

function AskClock({ hands, question }: AskedProps<'disk' | 'clock'>): VNode {
  const fault = useSignal<ClockFault>('drift');
  const amount = useSignal('+50000');
  const duration = useSignal('');
  const answer = clockLine(question.server, fault.value, amount.value, duration.value);
  const hint =
    fault.value === 'drift'
      ? 'Parts per million: +50000 is 5 % fast, and so are its time-outs.'
      : 'Milliseconds, of the wall clock: only time stamps show it.';
  return (
    <AnswerForm title={`Clock of server ${question.server}`} verb="Set it wrong" hands={hands} answer={answer}>
      <Choice label="What" value={fault} among={clockFaults} />
      <Field label="By" value={amount} hint={hint} />
      {fault.value === 'jump' ? null : <Field label="For" value={duration} hint={FOREVER} />}
    </AnswerForm>
  );
}

function AskOperation({ hands, scene, question }: AskedProps<'operation'>): VNode {
  const clients = scene.clients.map(({ name }) => name);
  const client = useSignal(question.client);
  const op = useSignal<OperationKind>(question.op);
  const path = useSignal(question.op === 'sync' ? '/' : '/a');
  const data = useSignal('x');
  const [ephemeral, sequential, watch] = [useSignal(false), useSignal(false), useSignal(true)];
  const answer = operationLine({
    client: client.value,
    op: op.value,
    path: path.value,
    data: data.value,
    ephemeral: ephemeral.value,
    sequential: sequential.value,
    watch: watch.value,
  });
  return (
    <AnswerForm title="Operation of a client" verb="Ask" hands={hands} answer={answer}>
      <Choice label="Client" value={client} among={clients} />
      <Choice label="Operation" value={op} among={operationKinds} />
      <Field label="Path" value={path} first />
      {asksFor(op.value, 'data') ? <Field label="Data" value={data} /> : null}
      {asksFor(op.value, 'mode') ? (
        <>
          <Check label="Ephemeral: gone with its session" value={ephemeral} />
          <Check label="Sequential: the server adds a number" value={sequential} />
        </>
      ) : null}
      {asksFor(op.value, 'watch') ? <Check label="With a watch" value={watch} /> : null}
    </AnswerForm>
  );
}

function AskLine({ hands, question }: AskedProps<'line'>): VNode {
  const text = useSignal(question.text);
  const line = text.value.trim();
  const answer: Answered =
    line === '' ? { ok: false, field: 'line', why: 'Write what is to happen.' } : { ok: true, line };
  return (
    <AnswerForm title="A line of the script" verb="Do it" hands={hands} answer={answer}>
      <Field
        label="Line"
        value={text}
        first
        hint={'Like crash 2 for 1s, loss 1 > 3 20%, when leader logs 2:5: pause leader, c1 create /a "x".'}
      />
    </AnswerForm>
  );
}
