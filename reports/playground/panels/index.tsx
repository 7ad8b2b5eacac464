/** The panels of the play screen. */
export { BranchList } from './script/branch-list.tsx';
export { CaptionPanel } from './story/caption-panel.tsx';
export { ClientPanel } from './client/client-panel.tsx';
export { EventList } from './time/event-list.tsx';
export { LampsPanel } from './checks/lamps-panel.tsx';
export { QuorumPanel } from './quorum/quorum-panel.tsx';
export { ScriptPanel } from './script/script-panel.tsx';
export { ServerPanel } from './server/server-panel.tsx';
export { SpaceTime } from './time/space-time.tsx';
