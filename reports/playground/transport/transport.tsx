/** Time: where the cursor is, and every way to move it. */
import type { VNode } from 'preact';
import { Icon, type IconName } from '../frame/icon.tsx';
import { usePlay } from '../store.ts';
import { BranchTree } from './branch-tree.tsx';
import { SeekBar } from './seek-bar.tsx';
import { SPEED_STEPS, speedOf, speedWords, stepOf } from './speed.ts';
import { timeWords } from './time-words.ts';
import { UntilBox } from './until-box.tsx';
import './transport.css';

export function Transport({ small = false }: { readonly small?: boolean }): VNode {
  return (
    <section class={small ? 'transport small' : 'transport'} id="time" aria-label="Time" tabIndex={-1}>
      {small ? null : <BranchTree />}
      <SeekBar />
      <div class="controls">
        <Steps small={small} />
        <Now />
        <Speed />
        {small ? null : <UntilBox />}
      </div>
    </section>
  );
}

interface StepButtonProps {
  readonly icon: IconName;
  readonly words: string;
  readonly keys: string;
  readonly onClick: () => void;
}

function StepButton({ icon, words, keys, onClick }: StepButtonProps): VNode {
  return (
    <button type="button" class="step" aria-label={words} title={`${words} (${keys})`} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

function Steps({ small }: { readonly small: boolean }): VNode {
  const play = usePlay();
  const isPlaying = play.playing.value;
  return (
    <div class="steps" role="group" aria-label="Steps">
      {small ? null : <StepButton icon="begin" words="To the beginning" keys="Home" onClick={() => play.seek(0)} />}
      <StepButton
        icon="toldBack"
        words="Back to the last that mattered"
        keys="Shift+←"
        onClick={() => play.stepTold(-1)}
      />
      <StepButton icon="back" words="One event back" keys="←" onClick={() => play.step(-1)} />
      <button
        type="button"
        class="step primary"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        title={`${isPlaying ? 'Pause' : 'Play'} (Space)`}
        onClick={() => (isPlaying ? play.pause() : play.play())}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <StepButton icon="on" words="One event on" keys="→" onClick={() => play.step(1)} />
      <StepButton icon="toldOn" words="On to the next that matters" keys="Shift+→" onClick={() => play.stepTold(1)} />
      {small ? null : (
        <StepButton
          icon="end"
          words="To the end"
          keys="End"
          onClick={() => play.seek((play.view.value?.length ?? 1) - 1)}
        />
      )}
    </div>
  );
}

function Now(): VNode {
  const { clockUs, event, view, trace } = usePlay();
  const known = view.value?.length ?? 0;
  const isOpen = trace.value?.ended === null;
  return (
    <p class="now">
      <span class="clock">
        t = <b>{timeWords(clockUs.value)}</b> s
      </span>{' '}
      <span>
        event {event.value.toLocaleString('en')} of {Math.max(0, known - 1).toLocaleString('en')}
        {isOpen ? '…' : ''}
      </span>{' '}
    </p>
  );
}

function Speed(): VNode {
  const play = usePlay();
  const words = speedWords(play.speed.value);
  return (
    <label class="speed" title="Virtual time per real time ([ and ])">
      <span>speed</span>
      <input
        type="range"
        min={0}
        max={SPEED_STEPS}
        value={stepOf(play.speed.value)}
        aria-valuetext={words}
        onInput={(event) => play.setSpeed(speedOf(Number(event.currentTarget.value)))}
      />
      <output>{words}</output>
    </label>
  );
}
