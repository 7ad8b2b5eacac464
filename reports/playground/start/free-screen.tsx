/** An ensemble of one's own choice. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { aboutPage } from '../about.ts';
import { go } from '../navigation.ts';
import { defaultPlay, type FreePlay } from '../opening.ts';
import { useOpening } from '../opening-context.ts';

export function FreeScreen(): VNode {
  const opening = useOpening();
  const chosen = useSignal<FreePlay>(defaultPlay);
  const { voters, observers, clients, seed, bug } = chosen.value;
  const choose = (part: Partial<FreePlay>): void => {
    chosen.value = { ...chosen.value, ...part };
  };
  const open = async (): Promise<void> => {
    await opening.free({ ...chosen.value, seed: seed.trim() === '' ? defaultPlay.seed : seed.trim() });
    go('#/play');
  };
  const quorum = Math.floor(voters / 2) + 1;
  return (
    <main id="main" class="start narrow" tabIndex={-1}>
      <h1>Free play</h1>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <NumberField
          name="Servers that vote"
          note={`A quorum is ${quorum} of ${voters}: ${voters - quorum} may fail.`}
          value={voters}
          from={1}
          to={9}
          onChoose={(value) => choose({ voters: value })}
        />
        <NumberField
          name="Observers"
          note="They follow and answer reads, and have no vote."
          value={observers}
          from={0}
          to={4}
          onChoose={(value) => choose({ observers: value })}
        />
        <NumberField
          name="Clients"
          note="They ask for what you tell them to."
          value={clients}
          from={1}
          to={6}
          onChoose={(value) => choose({ clients: value })}
        />
        <div class="field">
          <label for="field-seed">Seed</label>
          <input
            id="field-seed"
            type="text"
            value={seed}
            maxLength={40}
            autocomplete="off"
            aria-describedby="note-seed"
            onInput={(event) => choose({ seed: event.currentTarget.value })}
          />
          <p class="note" id="note-seed">
            A number or a short word. The same seed gives the same network, disks and clocks; <code>quiet</code> draws
            nothing.
          </p>
        </div>
        <div class="field">
          <label for="field-bug">Bug</label>
          <select
            id="field-bug"
            value={bug ?? ''}
            aria-describedby="note-bug"
            onChange={(event) => choose({ bug: event.currentTarget.value === '' ? null : event.currentTarget.value })}
          >
            <option value="">none: the correct protocol</option>
            {aboutPage().bugs.map(({ id, title }) => (
              <option key={id} value={id}>
                {id}: {title}
              </option>
            ))}
          </select>
          <p class="note" id="note-bug">
            {aboutPage().bugs.find(({ id }) => id === bug)?.story ??
              'One part of each server is swapped for a wrong one.'}
          </p>
        </div>
        <p class="row">
          <button type="submit" class="primary">
            Begin
          </button>
          <a class="button" href="#/">
            Back
          </a>
        </p>
      </form>
    </main>
  );
}

interface NumberFieldProps {
  readonly name: string;
  readonly note: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly onChoose: (value: number) => void;
}

function NumberField({ name, note, value, from, to, onChoose }: NumberFieldProps): VNode {
  const id = `field-${name.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <span class="range">
        <input
          id={id}
          type="range"
          min={from}
          max={to}
          value={value}
          aria-describedby={`${id}-note`}
          onInput={(event) => onChoose(Number(event.currentTarget.value))}
        />
        <output for={id}>{value}</output>
      </span>
      <p class="note" id={`${id}-note`}>
        {note}
      </p>
    </div>
  );
}
