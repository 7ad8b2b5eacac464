/** The door of the protocol: a server, a client, and the words they speak. */
export { createServer } from './server.ts';
export { standardParts, type Parts } from './parts.ts';
export { createClient } from './client/client.ts';
export { defaultClientConfig, type ClientConfig } from './client/client-config.ts';
export { defaultConfig, type Member, type ServerConfig } from './config.ts';
export { ErrorCode, errorName } from './error-code.ts';
export * from './ids.ts';
export type { Fact, FactType } from './facts.ts';
export type { EventNews, Outcome, SessionNews } from './client/outcome.ts';
export { EVENT_ID, SESSION_ID } from './client/outcome.ts';
export { CreateFlag, OPEN_ACL, type Acl, type Op, type OpResult, type UserOp } from './op.ts';
export type { Clocks, Input, Message, Out, Plain, Process, ProcessName } from './process.ts';
export type { Stat } from './store/stat.ts';
export type { Txn, TxnBody } from './txn.ts';
