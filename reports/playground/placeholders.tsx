/** Where parts of the page will stand. */
import type { ComponentChildren } from 'preact';

function place(name: string): () => ComponentChildren {
  return () => <p class="faint">{name}</p>;
}

export const ClusterView = place('cluster');
export const ClusterText = place('cluster, as text');
export const ServerPanel = place('server');
export const QuorumPanel = place('quorum');
export const LampsPanel = place('checks');
export const CaptionPanel = place('caption');
export const ScriptPanel = place('script');
export const BranchList = place('branches');
export const ClientPanel = place('client');
export const SpaceTime = place('space and time');
export const Compare = place('compare');
