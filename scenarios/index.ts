/** The public door of the package `zabsim`: pure, so that it runs in a browser as it does in Node. */
export { BadField } from './bad-field.ts';
export { bugs, findBug, scoredBugs, type Bug, type BugKind, type BugPhase } from './bugs/index.ts';
export { hunt, isCaught, type Hunt, type HuntOptions } from './bugs/hunt.ts';
export { catalogue as registry } from './catalogue/index.ts';
export {
  createContract,
  ContractChecks,
  type ContractOptions,
  type EndServer,
  type EndView,
} from './contract/contract.ts';
export { Chronicle, chronicleOf } from './chronicle.ts';
export { explain, Explanation, type ExplainHost } from './explain.ts';
export { replayFully } from './fit.ts';
export { storedCase } from './landmarks.ts';
export { Mark, markNames, type MarkName } from './mark-names.ts';
export { phaseStepsOf, totalOf, type PhaseStepCounts } from './phase-steps.ts';
export { drawPlan, firstOperations } from './plan.ts';
export { showProfile, type Profile } from './profile.ts';
export { checkCase, replay, run, runCase, type Replay, type Run } from './run.ts';
export { defineScenario, type Property, type Scenario, type ScenarioExtras, type ScenarioHooks } from './scenario.ts';
export { resolveSettings, type Settings } from './settings.ts';
export { prepareCase, Simulation, type Prepared, type RunHost } from './simulation.ts';
export { shrinkCase, type Shrinking, type ShrinkOptions } from './shrink/shrink.ts';
export { sizeOf } from './shrink/size.ts';
export { version } from './version.ts';
export type { OperationDice } from './workloads/draws.ts';
export { transcoderOf, ZabTranscoder } from './zab-transcoder.ts';

export { createClient } from '../protocol/client/client.ts';
export { standardParts, type Parts } from '../protocol/parts.ts';
export { createServer } from '../protocol/server.ts';
export type * from '../protocol/process.ts';
export type { Fact } from '../protocol/facts.ts';
export type { Outcome } from '../protocol/client/outcome.ts';
export type { UserOp } from '../protocol/op.ts';

export { exitCodes, worst, type CheckResult, type Finding, type Verdict } from '../sim/check/verdict.ts';
export type { FaultNotice, Lifecycle, Moment, Observer } from '../sim/kernel/observer.ts';
export type { Transcoder } from '../sim/kernel/transcoder.ts';
export { World, type Agent, type ProcessSpec, type RunEnd, type WorldOptions } from '../sim/kernel/world.ts';
export { caseName, newCase, type Case, type CaseOptions } from '../sim/record/case.ts';
export type { Plan, PlanFault, PlanOp, PlanOperation } from '../sim/record/plan.ts';
export type { Story, StoryMargin, StoryMoment, StoryStep } from '../sim/record/story.ts';
export type { RunResult } from '../sim/record/run-result.ts';
