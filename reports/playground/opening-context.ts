/** The one `Opening` of the page, for components. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Opening } from './opening.ts';

const Context = createContext<Opening | null>(null);

export const OpeningProvider = Context.Provider;

export function useOpening(): Opening {
  const opening = useContext(Context);
  if (opening === null) throw new Error('nothing that opens lies above this component');
  return opening;
}
