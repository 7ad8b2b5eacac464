/** The filter of the report, for the diagram and the table alike. */
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { FilterError, parseFilter } from '../../../spacetime/filter.ts';
import type { Looking } from './play-look.ts';

export function FilterBox({ looking: { look } }: { readonly looking: Looking }): VNode {
  const id = useId();
  const [problem, setProblem] = useState('');
  const read = (text: string): void => {
    try {
      look.setFilter(text, parseFilter(text));
      setProblem('');
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <span class="filter">
      <label for={id}>filter</label>
      <input
        id={id}
        type="search"
        placeholder='kind=ACK server=3 zxid>=1:7 t<0.5 "text"'
        value={look.filterText}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-problem`}
        onInput={(event) => read(event.currentTarget.value)}
      />
      <span id={`${id}-problem`} class="problem" role="status">
        {problem}
      </span>
    </span>
  );
}
