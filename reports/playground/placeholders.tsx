/** Where parts of the page will stand. */
import type { ComponentChildren } from 'preact';

function place(name: string): () => ComponentChildren {
  return () => <p class="faint">{name}</p>;
}

export { ClusterText } from './cluster/cluster-text.tsx';
export { ClusterView } from './cluster/cluster-view.tsx';
export const ServerPanel = place('server');
export const QuorumPanel = place('quorum');
export const LampsPanel = place('checks');
export const CaptionPanel = place('caption');
export const ScriptPanel = place('script');
export const BranchList = place('branches');
export const ClientPanel = place('client');
export const SpaceTime = place('space and time');
export const Compare = place('compare');
export const LessonScreen = ({ id }: { readonly id: string }): ComponentChildren => <p class="faint">lesson {id}</p>;
export const lessonCards: readonly { readonly id: string; readonly title: string; readonly about: string }[] = [];
