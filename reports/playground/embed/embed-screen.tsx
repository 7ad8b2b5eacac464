/** A play in a frame of somebody's slides: the chosen parts, a few controls, and the way to the whole page. */
import type { VNode } from 'preact';
import { CaptionLine } from '../frame/caption-line.tsx';
import { Icon } from '../frame/icon.tsx';
import { ClusterView } from '../cluster/cluster-view.tsx';
import { LampsPanel, QuorumPanel, ServerPanel, SpaceTime } from '../panels/index.tsx';
import type { EmbedPart, Route } from '../route.ts';
import { Transport } from '../transport/transport.tsx';
import './embed.css';

const parts: Readonly<Record<EmbedPart, () => VNode>> = {
  cluster: () => (
    <div class="part-cluster">
      <ClusterView bare />
    </div>
  ),
  caption: () => <CaptionLine />,
  quorum: () => <QuorumPanel />,
  checks: () => <LampsPanel />,
  server: () => <ServerPanel />,
  spacetime: () => <SpaceTime />,
  time: () => <Transport small />,
};

export function EmbedScreen({ route }: { readonly route: Route }): VNode {
  const whole = location.href.replace(/([?&])embed=1&?/, '$1').replace(/([?&])show=[^&]*&?/, '$1');
  return (
    <main id="main" class="embed">
      <h1 class="unseen">A ZooKeeper ensemble</h1>
      {route.show.map((part) => {
        const Part = parts[part];
        return <Part key={part} />;
      })}
      <a class="whole" href={whole} target="_blank" rel="noopener noreferrer">
        open full <Icon name="open" />
      </a>
    </main>
  );
}
