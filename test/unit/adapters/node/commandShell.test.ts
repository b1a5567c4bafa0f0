import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ownedShell } from '../../../faults/processes/ownedShell.ts';
import type { OwnedShell } from '../../../faults/processes/ownedShell.ts';
import type { CommandResult } from '../../../../src/ports/shell.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('commandShell', () => {
  const base = temporaryFolder();
  let owned: OwnedShell;
  before(async () => {
    fs.mkdirSync(path.join(base.path, 'ws/sub'), { recursive: true });
    fs.symlinkSync('/', path.join(base.path, 'ws/root'));
    process.env['LH_TEST_API_KEY'] = 'planted';
    owned = await ownedShell(base.path, 'commandShell');
  });
  after(async () => {
    delete process.env['LH_TEST_API_KEY'];
    await owned.shell.stopAll();
    base.remove();
  });

  it('returns exit code and output, standard output and error in the order they were written', async () => {
    const result = await owned.run('for i in 1 2 3; do echo "out $i"; echo "err $i" >&2; done; exit 7');
    assert.deepEqual(whatHappened(result), {
      exitCode: 7,
      ended: 'exit',
      output: 'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n',
    });
    assert.equal(result.outputBlob, null);
  });

  it('gives commands a real pipe, so that /dev/stdout and /dev/stderr can be opened', async () => {
    const result = await owned.run('echo a > /dev/stderr; echo b | tee /dev/stderr > /dev/null; echo c > /dev/stdout');
    assert.equal(result.output, 'a\nb\nc\n');
  });

  it('runs in a folder of the workspace and nowhere else', async () => {
    assert.equal((await owned.run('pwd', { folder: 'sub' })).output, `${path.join(base.path, 'ws/sub')}\n`);
    for (const folder of ['..', '/', 'root', 'root/tmp', 'missing']) {
      const result = await owned.run('touch marker', { folder });
      assert.equal(result.ended, 'notStarted', folder);
      assert.match(result.output, /outside the workspace|no folder of the workspace/u);
    }
  });

  it('closes standard input and keeps programs from asking', async () => {
    const result = await owned.run('cat; read -r line || echo "nothing to read"; echo "$PAGER $GIT_EDITOR $TERM $CI"');
    assert.equal(result.output, 'nothing to read\ncat true dumb 1\n');
  });

  it('hides keys of our own environment, adds what the request says', async () => {
    const { output } = await owned.run('env', { environment: { PORT: '4000', SESSION_SECRET: 'dev' } });
    assert.doesNotMatch(output, /planted|LH_TEST_API_KEY/u);
    assert.match(output, /^PORT=4000$/mu);
    assert.match(output, /^SESSION_SECRET=dev$/mu);
    assert.match(output, /^PATH=/mu);
  });

  it('does not start with an environment that would run other programs, an empty command or one with a NUL', async () => {
    for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'BASH_ENV', 'git_ssh_command', 'LONGHAUL_OWNER', 'A B']) {
      const result = await owned.run('echo started', { environment: { [name]: 'x' } });
      assert.equal(result.ended, 'notStarted', name);
      assert.match(result.output, /cannot be set|is no name/u);
    }
    assert.match((await owned.run('  ')).output, /empty/u);
    assert.match((await owned.run('echo \0')).output, /NUL/u);
    assert.match((await owned.run(`: ${'x'.repeat(200_000)}`)).output, /too long.*script file/u);
  });

  it('tells a syntax error and a missing program like a shell does', async () => {
    const wrong = await owned.run('echo "unfinished');
    assert.equal(wrong.exitCode, 2);
    assert.match(wrong.output, /unexpected EOF|Unterminated/u);
    assert.equal((await owned.run('no-such-program')).exitCode, 127);
    assert.equal((await owned.run('kill -SEGV $$')).exitCode, 139);
  });

  it('keeps head and tail of long output and stores the whole', async () => {
    const result = await owned.run('seq 1 2000; echo end', { maxOutputBytes: 100 });
    assert.match(result.output, /^1\n2\n3\n[\s\S]*\n\[… 8797 bytes left out …\]\n[\s\S]*\n2000\nend\n$/u);
    const whole = await owned.blobs.text(result.outputBlob ?? '');
    assert.equal(whole?.split('\n').length, 2002);
  });

  it('shows binary output and terminal sequences as plain text', async () => {
    const result = await owned.run("printf '\\001\\033[31mred\\033[0m\\377é\\r\\n10%%\\r20%%\\n'");
    assert.equal(result.output, '\\x01red\ufffdé\n10%\n20%\n');
  });

  it('passes output on while the command runs', async () => {
    const pieces: string[] = [];
    let ended = false;
    const running = owned.run('echo one; until [ -e go ]; do sleep 0.02; done; echo two', {
      onOutput: (text) => pieces.push(text),
    });
    void running.then(() => (ended = true));
    while (pieces.length === 0) await pause(5);
    assert.deepEqual([pieces, ended], [['one\n'], false]);
    fs.writeFileSync(path.join(base.path, 'ws/go'), '');
    await running;
    assert.deepEqual(pieces, ['one\n', 'two\n']);
  });

  it('runs several commands side by side without mixing their output', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => owned.run(`sleep 0.1; echo ${index}`)));
    assert.deepEqual(
      results.map((each) => each.output),
      Array.from({ length: 12 }, (_, index) => `${index}\n`),
    );
  });

  it('does not start a cancelled command', async () => {
    const result = await owned.run('touch marker', { signal: AbortSignal.abort() });
    assert.deepEqual(whatHappened(result), { exitCode: null, ended: 'cancelled', output: '' });
    assert.equal(fs.existsSync(path.join(base.path, 'ws/marker')), false);
  });

  it('has nothing in the ledger and no more open descriptors once commands have ended', async () => {
    await owned.run('true');
    const before = fs.readdirSync('/proc/self/fd').length;
    for (let count = 0; count < 40; count += 1) await owned.run('true');
    assert.equal(fs.readdirSync('/proc/self/fd').length, before);
    assert.deepEqual(owned.ledger.list(), []);
  });
});

function whatHappened({ exitCode, ended, output }: CommandResult): Partial<CommandResult> {
  return { exitCode, ended, output };
}
