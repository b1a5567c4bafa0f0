import assert from 'node:assert/strict';
import { addedEnvironment, allowedEnvironment } from '../../../../src/adapters/node/commandEnvironment.ts';

describe('the environment of commands', () => {
  it('keeps what programs need and nothing that is a key or runs code', () => {
    const dropped = {
      OPENAI_API_KEY: 'k',
      GITHUB_TOKEN: 't',
      MY_SECRET: 's',
      AWS_ACCESS_KEY_ID: 'a',
      NODE_OPTIONS: '-r x',
      LD_PRELOAD: 'x',
      BASH_ENV: 'x',
    };
    const passedOn = {
      PATH: '/bin',
      HOME: '/home/u',
      LC_TIME: 'de_DE.UTF-8',
      JAVA_HOME: '/java',
      HTTPS_PROXY: 'http://proxy:3128',
    };
    const environment = allowedEnvironment({ ...dropped, ...passedOn, EDITOR: 'vim', UNDEFINED: undefined });
    for (const name of Object.keys(dropped)) assert.equal(environment[name], undefined, name);
    for (const [name, value] of Object.entries(passedOn)) assert.equal(environment[name], value, name);
    assert.equal(environment['EDITOR'], 'true');
  });

  it('drops a proxy or registry whose URL carries a password', () => {
    const environment = allowedEnvironment({
      HTTPS_PROXY: 'http://user:secret@proxy:3128',
      PIP_INDEX_URL: 'https://token@host/simple',
    });
    assert.doesNotMatch(JSON.stringify(environment), /secret|token/u);
  });

  it('adds what a manifest needs and refuses what changes which programs run', () => {
    for (const name of ['PORT', 'DATA_DIR', 'SESSION_SECRET', 'STRIPE_API_KEY', 'NODE_ENV', '_x']) {
      assert.deepEqual(addedEnvironment({ [name]: '1' }), { ok: true, value: { [name]: '1' } });
    }
    for (const name of [
      'NODE_OPTIONS',
      'node_options',
      'LD_PRELOAD',
      'DYLD_INSERT_LIBRARIES',
      'BASH_ENV',
      'ENV',
      'PAGER',
      'PATH',
      'GIT_SSH_COMMAND',
      'npm_config_script_shell',
      'BASH_FUNC_ls%%',
      'A=B',
      '',
      'LONGHAUL_OWNER',
    ]) {
      assert.equal(addedEnvironment({ [name]: '1' }).ok, false, name);
    }
    assert.equal(addedEnvironment({ PORT: '1\0' }).ok, false);
  });
});
