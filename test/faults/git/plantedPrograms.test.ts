import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryGit } from '../../../src/adapters/node/git/repositoryGit.ts';
import { temporaryRepository, testGitLimits, type TemporaryRepository } from '../../support/temporaryRepository.ts';

const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: '', Fixes: '' };

interface Attack {
  name: string;
  plant(): void;
  /** What a plain git of the user runs into; left out where no plain command of theirs is sure to. */
  plainGit?: string[];
  environment?: NodeJS.ProcessEnv;
}

describe('git: programs planted in a repository never run on the host', () => {
  let repository: TemporaryRepository;
  let marker: string;
  let evil: string;

  beforeEach(() => {
    repository = temporaryRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    marker = path.join(repository.root, 'marker');
    evil = path.join(repository.root, 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\ntouch ${marker}\nexit 1\n`);
    chmodSync(evil, 0o755);
  });
  afterEach(() => repository.remove());

  const config = (text: string) => {
    const file = path.join(repository.folder, '.git/config');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${text}\n`);
  };
  const gitFile = (name: string, content: string) => {
    const file = path.join(repository.folder, '.git', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o755 });
  };
  const copyOfGitFolder = (name: string, text: string) => {
    const copy = path.join(repository.root, name);
    cpSync(path.join(repository.folder, '.git'), copy, { recursive: true });
    writeFileSync(path.join(copy, 'config'), `[core]\n\trepositoryformatversion = 0\n${text}\n`);
    return copy;
  };
  const nested = (text: string) => {
    repository.git('init', '--quiet', 'nested');
    const file = path.join(repository.folder, 'nested/.git/config');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${text}\n`);
    repository.write('nested/file.txt', 'x\n');
  };
  const filter = (driver: string) => {
    config(`[filter "evil"]\n\tclean = ${driver}\n\tsmudge = ${driver}\n\trequired`);
    repository.write('.gitattributes', '*.txt filter=evil\n');
  };

  const attacks: Attack[] = [
    {
      name: 'every hook',
      plainGit: ['commit', '--allow-empty', '-m', 'x'],
      plant: () => {
        const names =
          'pre-commit commit-msg post-commit post-checkout post-index-change reference-transaction pre-push';
        for (const name of names.split(' ')) gitFile(`hooks/${name}`, readFileSync(evil, 'utf8'));
      },
    },
    { name: 'core.hooksPath', plainGit: ['commit', '--allow-empty', '-m', 'x'], plant: plantHooksPath },
    { name: 'core.fsmonitor', plainGit: ['status'], plant: () => config(`[core]\n\tfsmonitor = ${evil}`) },
    {
      name: 'core.fsmonitor behind include.path',
      plainGit: ['status'],
      plant: () => {
        gitFile('more', `[core]\n\tfsmonitor = ${evil}\n`);
        config('[include]\n\tpath = more');
      },
    },
    {
      name: 'commondir',
      plainGit: ['status'],
      plant: () => gitFile('commondir', `${copyOfGitFolder('common', `[core]\n\tfsmonitor = ${evil}`)}\n`),
    },
    {
      name: 'a filter behind commondir',
      plainGit: ['add', 'a.txt'],
      plant: () => {
        repository.write('.gitattributes', '*.txt filter=evil\n');
        gitFile(
          'commondir',
          `${copyOfGitFolder('common', `[filter "evil"]\n\tclean = ${evil}\n\tsmudge = ${evil}`)}\n`,
        );
      },
    },
    {
      name: 'config.worktree',
      plainGit: ['status'],
      plant: () => {
        config('[extensions]\n\tworktreeConfig = true');
        gitFile('config.worktree', `[core]\n\tfsmonitor = ${evil}\n`);
      },
    },
    { name: 'a filter', plainGit: ['add', 'a.txt'], plant: () => filter(evil) },
    {
      name: 'a filter process',
      plainGit: ['add', 'a.txt'],
      plant: () => {
        config(`[filter "evil"]\n\tprocess = ${evil}\n\trequired`);
        repository.write('.gitattributes', '*.txt filter=evil\n');
      },
    },
    {
      name: 'a filter named like git-lfs',
      plainGit: ['add', 'a.txt'],
      plant: () => {
        config(`[filter "lfs"]\n\tclean = ${evil}\n\tsmudge = ${evil}\n\tprocess = ${evil}`);
        repository.write('.gitattributes', '*.txt filter=lfs\n');
      },
    },
    { name: 'diff.external', plainGit: ['diff'], plant: () => config(`[diff]\n\texternal = ${evil}`) },
    {
      name: 'a diff driver and textconv',
      plainGit: ['diff'],
      plant: () => {
        config(`[diff "evil"]\n\ttextconv = ${evil}\n\tcommand = ${evil}`);
        repository.write('.gitattributes', '*.txt diff=evil\n');
      },
    },
    {
      name: 'pager, editor, aliases, ssh, askpass, trailers',
      plant: () => {
        config(`[core]\n\tpager = ${evil}\n\teditor = ${evil}\n\tsshCommand = ${evil}\n\taskPass = ${evil}`);
        config(`[alias]\n\tstatus = !${evil}\n[trailer "Mission"]\n\tcommand = ${evil}\n\tcmd = ${evil}`);
        config(`[pager]\n\tstatus = ${evil}\n\tdiff-tree = ${evil}\n[sequence]\n\teditor = ${evil}`);
      },
    },
    {
      name: 'signing',
      plainGit: ['commit', '--allow-empty', '-m', 'x'],
      plant: () => config(`[commit]\n\tgpgSign = true\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${evil}`),
    },
    {
      name: 'a partial clone that fetches what is missing',
      plant: () => {
        config('[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = evil');
        config(
          `[remote "evil"]\n\turl = ${repository.root}/x\n\tpromisor = true\n\tuploadpack = ${evil}\n\tpartialclonefilter = blob:none`,
        );
        const [blob = ''] = repository.git('rev-parse', 'HEAD:b.txt').split('\n');
        rmSync(path.join(repository.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
        rmSync(path.join(repository.folder, 'b.txt'));
      },
      plainGit: ['show', 'HEAD:b.txt'],
    },
    { name: 'core.worktree', plant: () => config(`[core]\n\tworktree = ${repository.root}/elsewhere`) },
    { name: 'a repository in the repository', plant: () => nested(`[core]\n\tfsmonitor = ${evil}`) },
    {
      name: 'a repository in the repository, as a submodule',
      plainGit: ['status'],
      plant: () => {
        nested('');
        repository.git('-C', 'nested', 'add', '.');
        repository.git('-C', 'nested', 'commit', '--quiet', '-m', 'x');
        repository.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'nested');
        repository.git('commit', '--quiet', '-m', 'submodule');
        const file = path.join(repository.folder, 'nested/.git/config');
        writeFileSync(file, `${readFileSync(file, 'utf8')}\n[core]\n\tfsmonitor = ${evil}\n`);
      },
    },
    {
      name: 'a folder that looks like a bare repository',
      plant: () => {
        cpSync(path.join(repository.folder, '.git'), path.join(repository.folder, 'bare'), { recursive: true });
        writeFileSync(path.join(repository.folder, 'bare/config'), `[core]\n\tbare = true\n\tfsmonitor = ${evil}\n`);
        for (const name of ['HEAD', 'config'])
          cpSync(path.join(repository.folder, 'bare', name), path.join(repository.folder, name));
      },
    },
    {
      name: 'variables of the environment',
      plant: () => {},
      environment: {
        ...{
          GIT_EXTERNAL_DIFF: 'EVIL',
          GIT_SSH_COMMAND: 'EVIL',
          GIT_PAGER: 'EVIL',
          GIT_EDITOR: 'EVIL',
          GIT_ASKPASS: 'EVIL',
        },
        ...{
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: 'core.fsmonitor',
          GIT_CONFIG_VALUE_0: 'EVIL',
          GIT_PROXY_COMMAND: 'EVIL',
        },
        ...{
          GIT_CONFIG_PARAMETERS: "'core.fsmonitor'='EVIL'",
          GIT_EXEC_PATH: '/nowhere',
          GIT_DIR: '/nowhere',
          PAGER: 'EVIL',
        },
        ...{ GIT_TEMPLATE_DIR: 'EVIL', GIT_INDEX_FILE: '/nowhere', GIT_OBJECT_DIRECTORY: '/nowhere', EDITOR: 'EVIL' },
      },
    },
  ];

  function plantHooksPath(): void {
    mkdirSync(path.join(repository.root, 'hooks'));
    cpSync(evil, path.join(repository.root, 'hooks/pre-commit'));
    cpSync(evil, path.join(repository.root, 'hooks/reference-transaction'));
    config(`[core]\n\thooksPath = ${repository.root}/hooks`);
  }

  for (const attack of attacks) {
    it(attack.name, async () => {
      attack.plant();
      const environment: NodeJS.ProcessEnv = { ...repository.environment };
      for (const [name, value] of Object.entries(attack.environment ?? {}))
        environment[name] = value?.replace('EVIL', evil);
      await doEverything(environment);
      assert.equal(existsSync(marker), false, 'the planted program ran');
      if (attack.plainGit === undefined) return;
      repository.write('a.txt', 'changed, for a plain git\n');
      try {
        execFileSync('git', attack.plainGit, { cwd: repository.folder, env: environment, stdio: 'ignore' });
      } catch {
        // The planted program fails.
      }
      assert.equal(existsSync(marker), true, 'the attack is a real one: a plain git runs the program');
    });
  }

  /** Every operation; those that refuse or fail are as good as those that work, as long as nothing planted runs. */
  async function doEverything(environment: NodeJS.ProcessEnv): Promise<void> {
    const git = repositoryGit({ folder: repository.folder, limits: testGitLimits, environment });
    const head = await git.readRef('HEAD');
    assert.ok(head !== null);
    await git.inspect();
    const began = await git.beginBranch('mission/one', head);
    if (!began.ok) repository.git('-c', 'core.hooksPath=/dev/null', 'symbolic-ref', 'HEAD', 'refs/heads/main');
    repository.write('a.txt', `changed by the attempt\n`);
    repository.write('nested/file.txt', 'changed by the attempt\n');
    const request = { ref: 'refs/longhaul/m1/F1/1', parent: head, message: 'x', trailers };
    const all = readdirSync(repository.folder).filter((name) => name !== '.git');
    await git.commit({ ...request, paths: all });
    const done = await git.commit({ ...request, paths: ['a.txt'] });
    const tip = done.ok ? done.commit : head;
    const branch = began.ok ? 'mission/one' : 'main';
    await git.acceptAttempt({ branch, base: head, tip, message: 'x', trailers });
    await git.differing(head, ['a.txt', 'b.txt', 'nested/file.txt', 'nested']);
    await git.restore(['a.txt', 'b.txt'], head).catch(() => null);
    await git.changes(head, tip);
    await git.diff(head, tip, 10_000);
    await git.show(tip, 'b.txt');
  }
});
