import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ProcessEnd } from '../../support/commandLine/longhaul.ts';
import { CommandLine } from '../../support/commandLine/longhaul.ts';
import { startModelServer } from '../../support/modelServer/modelServer.ts';
import type { ModelServer, ModelServerOptions } from '../../support/modelServer/modelServer.ts';
import { smallPolicy } from '../../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { assertForPeople } from './sentence.ts';

const modelCode = 9;
const goodKey = 'sk-right-0123456789abcdef';
const wrongKey = 'sk-wrong-0123456789abcdef';

describe('a model that cannot be used', () => {
  let line: CommandLine;
  let folder: string;
  let server: ModelServer | null = null;

  beforeEach(() => {
    line = new CommandLine();
    folder = smallRepository();
  });
  afterEach(async () => {
    await server?.close();
    server = null;
    line.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const serve = async (options: Partial<ModelServerOptions>): Promise<string> => {
    server = await startModelServer({ policy: smallPolicy(), ...options });
    return server.baseUrls.compatible;
  };
  const run = (baseUrl: string, environment: NodeJS.ProcessEnv = {}): Promise<ProcessEnd> =>
    line.run(
      ['run', '--folder', folder, '--goal', 'Greet', '--yes', '--model', 'compatible/good', '--base-url', baseUrl],
      environment,
    );
  const everything = (): string =>
    readdirSync(line.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');

  function assertPaused(end: ProcessEnd, sentence: RegExp): void {
    assert.equal(end.code, modelCode, end.err);
    assert.match(end.err, sentence);
    assert.match(end.err, /^Go on with: node \S+ resume \S+ --base-url \S+$/m);
    assertForPeople(end.err);
  }

  it('for its key is named with the variable; with the right key the mission goes on to its end', async () => {
    const baseUrl = await serve({ apiKey: goodKey });
    const refused = await run(baseUrl, { LONGHAUL_COMPATIBLE_KEY: wrongKey });
    assertPaused(
      refused,
      /^Paused \(model\)\. .*does not accept the key \(401\)\. Check LONGHAUL_COMPATIBLE_KEY: .*then resume\.$/m,
    );
    const resumed = await line.run(['resume', '--yes', '--base-url', baseUrl], { LONGHAUL_COMPATIBLE_KEY: goodKey });
    assert.equal(resumed.code, 0, resumed.err);
    const written = everything() + refused.out + refused.err + resumed.out + resumed.err;
    assert.doesNotMatch(written, new RegExp(`${wrongKey}|${goodKey}`), 'no key is written anywhere');
  }).timeout(180_000);

  it('for its name is named; with another model the mission goes on to its end', async () => {
    const baseUrl = await serve({ models: ['better'] });
    const refused = await run(baseUrl);
    assertPaused(
      refused,
      /^Paused \(model\)\. .*knows no model "good".*Check the name or choose another model, then resume\.$/m,
    );
    const resumed = await line.run(['resume', '--yes', '--base-url', baseUrl, '--model', 'compatible/better']);
    assert.equal(resumed.code, 0, resumed.err);
  }).timeout(180_000);

  it('for its address is named with it, and nothing is tried again for ever', async () => {
    const refused = await run('http://127.0.0.1:1/v1');
    assertPaused(
      refused,
      /^Paused \(model\)\. No connection to http:\/\/127\.0\.0\.1:1\/v1.* Check that the base URL is right, .*then resume\.$/m,
    );
  });

  it('for lack of credit is told where to add it', async () => {
    const baseUrl = await serve({ faults: [{ at: 1, fault: { kind: 'noMoney' } }] });
    const refused = await run(baseUrl);
    assertPaused(
      refused,
      /^Paused \(no credit\)\. .*Add credit or raise the limit there, then resume; or choose another model\./m,
    );
  });
});
