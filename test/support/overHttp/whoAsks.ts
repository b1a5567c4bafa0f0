import type { ModelRequest } from '../../../src/ports/model.ts';

function has(request: ModelRequest, tool: string): boolean {
  return request.tools.some(({ name }) => name === tool);
}

export function isWorker(request: ModelRequest): boolean {
  return has(request, 'hand_off');
}

/** The worker has made its edits and run the tests; nothing is committed. */
export function isMidWork(request: ModelRequest): boolean {
  return isWorker(request) && request.messages.length === 7;
}

export function isScout(request: ModelRequest): boolean {
  return has(request, 'submit_readiness');
}

export function isFlowTester(request: ModelRequest): boolean {
  return has(request, 'submit_flow');
}

export function isScoping(request: ModelRequest): boolean {
  return has(request, 'propose_plan');
}

export function isScrutiny(request: ModelRequest): boolean {
  return has(request, 'submit_scrutiny');
}

/** The orchestrator's turn, in which it settles what came up. */
export function isTurn(request: ModelRequest): boolean {
  return has(request, 'end_turn');
}
