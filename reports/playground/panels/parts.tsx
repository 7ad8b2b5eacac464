/** What all panels are made of: a titled box, a part of it that folds, zxids, links to events, and the words explained. */
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { usePlay } from '../store.ts';
import { glossary, type GlossaryTerm } from './glossary.ts';
import { hexOfZxid } from './zxid-words.ts';
import './panels.css';

export function Panel(props: {
  readonly name: string;
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}): VNode {
  const id = useId();
  return (
    <section class={`panel panel-${props.name}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.aside === undefined ? null : <div class="aside">{props.aside}</div>}
      </header>
      {props.children}
    </section>
  );
}

/** `open`: at first; whoever looks may fold it. */
export function Fold(props: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly open?: boolean;
  readonly changed?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <details class="fold" open={props.open ?? true}>
      <summary class={props.changed === true ? 'changed' : undefined}>
        <h3>{props.title}</h3>
        <span class="faint">{props.aside}</span>
        {props.changed === true ? <span class="unseen"> changed</span> : null}
      </summary>
      {props.children}
    </details>
  );
}

/** `2:1f`, and as ZooKeeper's logs write it on hover; `long` shows both. */
export function Zxid({ of, long = false }: { readonly of: string; readonly long?: boolean }): VNode {
  const hex = hexOfZxid(of);
  return (
    <span class="zxid" title={hex}>
      {of}
      {long ? <span class="hex">{hex}</span> : <span class="unseen"> ({hex})</span>}
    </span>
  );
}

/** Goes there when it is pressed. */
export function EventLink({
  event,
  children,
}: {
  readonly event: number;
  readonly children?: ComponentChildren;
}): VNode {
  const play = usePlay();
  return (
    <button type="button" class="link" title={`go to event ${event}`} onClick={() => play.seek(event)}>
      {children ?? `event ${event}`}
    </button>
  );
}

/** A value that is framed when it is another than at the moment before. */
export function Value({
  changed,
  children,
}: {
  readonly changed: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <dd class={changed ? 'changed' : undefined}>
      {children}
      {changed ? <span class="unseen"> changed</span> : null}
    </dd>
  );
}

/** Words of a panel, explained; folded, for it is read once. */
export function Words({ of }: { readonly of: readonly GlossaryTerm[] }): VNode {
  return (
    <details class="words">
      <summary>words used here</summary>
      <dl>
        {of.map((word) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{glossary[word]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
