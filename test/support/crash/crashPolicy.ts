import type { ModelRequest } from '../../../src/ports/model.ts';
import type { PolicyReply } from '../modelServer/policy.ts';
import { marked } from './crashContract.ts';
import { call, conversationOf, fixed, play } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { driveTask, scopingReply, turnReply } from './orchestratorPolicy.ts';
import { flowReply, reviewReply, scrutinyReply, testingReply } from './validatorPolicy.ts';
import { workerReply } from './workerPolicy.ts';

function scoutReply(seen: Conversation, marks: string): PolicyReply {
  const report = fixed(
    call('submit_readiness', {
      ready: true,
      summary: 'It was tried and works.',
      checks: [{ what: 'the greeter', ok: true, seen: 'works' }],
      missing: [],
    }),
  );
  if (!seen.brief.includes(driveTask))
    return play(seen, [
      {
        calls: ({ turns }) => [
          call('run_command', { command: marked(marks, `scout-turn-${String(turns.length)}`, 'sh check.sh') }),
        ],
      },
      report,
    ]);
  const start = `exec '${process.execPath}' serve.cjs \${PORT} ${marks}`;
  return play(seen, [
    fixed(call('start_service', { name: 'web', start, healthPath: '/' })),
    {
      calls: ({ address, turns }) => [
        call('http_request', { method: 'GET', url: `${address}/Ada?call=scout-http-turn-${String(turns.length)}` }),
      ],
      without: 0,
    },
    report,
  ]);
}

function researchReply(seen: Conversation): PolicyReply {
  return play(seen, [
    fixed(call('read_file', { path: 'greet.sh' })),
    fixed(
      call('submit_research', {
        summary: 'The greeting is one line in greet.sh.',
        report: 'greet.sh:1 prints the greeting; check.sh tests it.',
      }),
    ),
  ]);
}

/**
 * Plays every role of the crash mission from the request alone: parallel researchers, scouts and flow testers, a question, a partial
 * handoff, a note and a false alarm that are dismissed, a failed round, an attempt that fails and is undone, and a repair. After
 * an interruption it does what its step was there for again, as an agent would. `marks`: the file that its effects write to.
 */
export function crashPolicy(marks: string): (request: ModelRequest) => PolicyReply {
  return (request) => {
    const tools = new Set(request.tools.map((tool) => tool.name));
    const seen = conversationOf(request);
    if (tools.has('propose_plan')) return scopingReply(seen, marks);
    if (tools.has('end_turn')) return turnReply(seen);
    if (tools.has('hand_off')) return workerReply(seen, marks);
    if (tools.has('submit_flow')) return flowReply(seen, marks);
    if (tools.has('submit_research')) return researchReply(seen);
    if (tools.has('submit_readiness')) return scoutReply(seen, marks);
    if (tools.has('submit_review')) return reviewReply(seen);
    if (tools.has('submit_scrutiny')) return scrutinyReply(seen);
    if (tools.has('submit_testing')) return testingReply(seen);
    const reviews = tools.has('submit_contract_review')
      ? call('submit_contract_review', { summary: 'Every assertion can be judged.', points: [] })
      : call('submit_dismissal_review', { agrees: true, reason: 'A shell is always there.' });
    return play(seen, [fixed(call('read_file', { path: 'greet.sh' })), fixed(reviews)]);
  };
}
