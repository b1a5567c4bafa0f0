import assert from 'node:assert/strict';
import { responses } from '../../src/adapters/model/responses.ts';
import { modelTable } from '../../src/adapters/model/modelFacts.ts';
import { rehearsalPolicy } from '../../src/adapters/model/rehearsal/rehearsalPolicy.ts';
import type { FaultRule } from '../support/modelServer/faults.ts';
import { startModelServer } from '../support/modelServer/modelServer.ts';
import { testKey } from '../support/overHttp/httpMission.ts';
import { steadyPolicy } from '../support/overHttp/steadyPolicy.ts';
import { isFlowTester, isMidWork } from '../support/overHttp/whoAsks.ts';
import { playOnSample } from '../support/rehearsal/sampleMission.ts';
import { failuresOf } from '../support/rehearsal/verdicts.ts';
import type { ModelRequest } from '../../src/ports/model.ts';

/** A flow tester that has a page open. */
function isBrowsing(request: ModelRequest): boolean {
  return isFlowTester(request) && JSON.stringify(request.messages).includes('"name":"browser_');
}

const faults: FaultRule[] = [
  { match: isBrowsing, times: 4, fault: { kind: 'rateLimited', retryAfterMs: 100 } },
  { match: isBrowsing, fault: { kind: 'cutInToolJson' } },
  { match: isBrowsing, fault: { kind: 'malformedArguments' } },
  { match: isMidWork, times: 2, fault: { kind: 'rateLimited', retryAfterMs: 100 } },
];

describe('the rehearsal over HTTP', () => {
  it('is completed with the browser, which stays open while a provider makes its testers wait', async () => {
    const server = await startModelServer({
      policy: steadyPolicy(rehearsalPolicy({ firstEditDefect: 'none' })),
      apiKey: testKey,
      faults,
    });
    const table = modelTable();
    assert.ok(table.ok);
    const model = responses({
      provider: 'openai',
      baseUrl: server.baseUrls.openai,
      apiKey: testKey,
      keyName: 'OPENAI_API_KEY',
      table: table.table,
      requestTimeoutMs: 30_000,
      stallLimitMs: 30_000,
    });
    const played = await playOnSample(model);
    try {
      assert.deepEqual(
        played.halt,
        { kind: 'done' },
        JSON.stringify([played.state.pause, played.state.items], null, 1),
      );
      assert.equal(played.state.phase, 'completed');
      assert.deepEqual(failuresOf(played.events, 'M2', 1), {});
      assert.equal(server.requests.filter(({ fault }) => fault !== null).length, 8);
      assert.deepEqual([server.retries(), server.prefixBreaks()], [7, 0]);
      const told = server.requests.filter(({ request }) =>
        JSON.stringify(request).includes('Longhaul was interrupted'),
      );
      assert.equal(told.length, 0, 'nobody lost services or pages');
    } finally {
      await server.close();
      played.remove();
    }
  });
});
