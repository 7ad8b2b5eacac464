/** The main screen: the ensemble, what its servers hold, the sentence on what just happened, and time. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { CaptionLine } from '../frame/caption-line.tsx';
import { Tabs, type Tab } from '../frame/tabs.tsx';
import { ClusterText } from '../cluster/cluster-text.tsx';
import { ClusterView } from '../cluster/cluster-view.tsx';
import {
  BranchList,
  CaptionPanel,
  ClientPanel,
  EventList,
  LampsPanel,
  QuorumPanel,
  ScriptPanel,
  ServerPanel,
  SpaceTime,
} from '../panels/index.tsx';
import { usePlay } from '../store.ts';
import { Transport } from '../transport/transport.tsx';
import { panel } from '../ui.ts';
import { Bookmarks } from './bookmarks.tsx';
import './play.css';

const tabs: readonly Tab[] = [
  { id: 'server', title: 'Server', content: () => <ServerPanel /> },
  { id: 'clients', title: 'Clients', content: () => <ClientPanel /> },
  { id: 'checks', title: 'Checks', content: () => <LampsPanel /> },
  { id: 'script', title: 'Script', content: () => <ScriptPanel /> },
  {
    id: 'branches',
    title: 'Branches',
    content: () => (
      <>
        <BranchList />
        <Bookmarks />
      </>
    ),
  },
  { id: 'events', title: 'Events', content: () => <EventList /> },
  { id: 'text', title: 'As text', content: () => <ClusterText /> },
];

export function PlayScreen({ present }: { readonly present: boolean }): VNode {
  const play = usePlay();
  const { value: selection } = play.selection;
  useEffect(() => {
    if (selection.kind === 'server') panel.value = 'server';
    if (selection.kind === 'client') panel.value = 'clients';
  }, [selection]);
  return (
    <>
      <main id="main" class={present ? 'play present' : 'play'} tabIndex={-1}>
        <h1 class="unseen">Play</h1>
        <section class="part-cluster" id="cluster" aria-label="Ensemble" tabIndex={-1}>
          <ClusterView bare={present} />
        </section>
        <div class="part-caption">{present ? <CaptionLine /> : <CaptionPanel />}</div>
        {present ? null : (
          <>
            <div class="part-quorum">
              <QuorumPanel />
            </div>
            <div class="part-panels" id="panels" tabIndex={-1}>
              <Tabs label="Panels" tabs={tabs} chosen={panel} />
            </div>
            <div class="part-spacetime">
              <SpaceTime />
            </div>
          </>
        )}
      </main>
      <Transport small={present} />
    </>
  );
}
