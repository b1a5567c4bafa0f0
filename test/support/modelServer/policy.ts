import type { ModelRequest } from '../../../src/ports/model.ts';

export interface PolicyCall {
  name: string;
  input: unknown;
}

export interface PolicyReply {
  text: string;
  calls: PolicyCall[];
}

/** Answers a request from the request alone; asked again, it answers the same. */
export type Policy = (request: ModelRequest) => PolicyReply | Promise<PolicyReply>;
