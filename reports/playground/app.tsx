/** The frame of the page: which screen the address asks for, and what stands around each. */
import type { VNode } from 'preact';
import {
  CaptionPanel,
  ClusterText,
  ClusterView,
  LampsPanel,
  QuorumPanel,
  ServerPanel,
  SpaceTime,
} from './placeholders.tsx';
import { usePlay } from './store.ts';

export function App(): VNode {
  const { notice } = usePlay();
  return (
    <main id="main">
      <h1>zabsim</h1>
      {notice.value === null ? null : <p role="alert">{notice.value}</p>}
      <ClusterView />
      <ClusterText />
      <ServerPanel />
      <QuorumPanel />
      <SpaceTime />
      <LampsPanel />
      <CaptionPanel />
    </main>
  );
}
