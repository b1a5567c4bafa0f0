import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TreeWatch } from '../../../../src/ports/treeWatch.ts';
import { ignoreRules } from '../../../../src/adapters/node/git/ignoreRules.ts';
import { treeWatch } from '../../../../src/adapters/node/treeWatch.ts';
import { temporaryRepository, type TemporaryRepository } from '../../../support/temporaryRepository.ts';

const limits = { maxHashedBytes: 1_000_000, sliceMs: 8, toleranceMs: 10, maxNoticedFolders: 100 };

describe('treeWatch', () => {
  let repository: TemporaryRepository;
  let watch: TreeWatch;
  let processes = 0;
  const file = (name: string) => path.join(repository.folder, name);
  /** Longer than the steps in which a file system notes times, and than the tolerance. */
  const pause = async () => await sleep(40);
  const countProcesses = () => processes;
  const nothing = { byCommand: [], byOthers: [] };

  const open = (changed: Partial<typeof limits> = {}) => {
    const rules = ignoreRules(repository.folder, { commandLimitMs: 10_000, environment: repository.environment });
    const ignored = async (paths: readonly string[]) => {
      processes += 1;
      return await rules.ignored(paths);
    };
    return treeWatch(repository.folder, { ...rules, ignored }, { ...limits, ...changed });
  };

  beforeEach(async () => {
    repository = temporaryRepository({
      'a.txt': 'a\n',
      'src/b.txt': 'b\n',
      'src/deep/c.txt': 'c\n',
      'src/deep/d.txt': 'd\n',
      'gone/e.txt': 'e\n',
      '.gitignore': 'dist/\n*.log\n',
    });
    repository.write('untracked.txt', 'u\n');
    repository.write('dist/old.js', 'old\n');
    repository.write('node_modules/x/index.js', 'x\n');
    await pause();
    watch = open();
    await watch.begin();
    processes = 0;
  });
  afterEach(async () => {
    await watch.end();
    repository.remove();
  });

  it('says nothing when nothing happened, and starts no process', async () => {
    assert.deepEqual(await watch.scan(null), nothing);
    assert.deepEqual(await watch.scan(Date.now()), nothing);
    assert.equal(processes, 0);
  });

  it('splits changes, additions and deletions at the start of the command', async () => {
    repository.write('a.txt', 'by a person\n');
    repository.write('notes/new.txt', 'by a person\n');
    rmSync(file('gone/e.txt'));
    await pause();
    const startedAt = Date.now();
    repository.write('src/b.txt', 'by the command\n');
    repository.write('made/deep/new.txt', 'by the command\n');
    rmSync(file('src/deep/c.txt'));
    assert.deepEqual(await watch.scan(startedAt), {
      byCommand: ['made/deep/new.txt', 'src/b.txt', 'src/deep/c.txt'],
      byOthers: ['a.txt', 'gone/e.txt', 'notes/new.txt'],
    });
    assert.deepEqual(await watch.scan(startedAt), nothing);
    repository.write('made/deep/new.txt', 'by a person, later\n');
    assert.deepEqual(await watch.scan(null), { byCommand: [], byOthers: ['made/deep/new.txt'] });
  });

  it('sees moved folders, links, modes, and a file that became a folder', async () => {
    const startedAt = Date.now();
    renameSync(file('src/deep'), file('moved'));
    symlinkSync('a.txt', file('link'));
    chmodSync(file('src/b.txt'), 0o755);
    rmSync(file('a.txt'));
    repository.write('a.txt/inside.txt', 'x\n');
    rmSync(file('gone'), { recursive: true });
    writeFileSync(file('gone'), 'a file now\n');
    assert.deepEqual(await watch.scan(startedAt), {
      byCommand: [
        ...['a.txt', 'a.txt/inside.txt', 'gone', 'gone/e.txt', 'link', 'moved/c.txt', 'moved/d.txt'],
        ...['src/b.txt', 'src/deep/c.txt', 'src/deep/d.txt'],
      ],
      byOthers: [],
    });
  });

  it('does not report times without a change of content, but a change behind restored times', async () => {
    utimesSync(file('a.txt'), new Date(), new Date());
    writeFileSync(file('src/b.txt'), 'b\n');
    assert.deepEqual(await watch.scan(Date.now()), nothing);
    const before = new Date(Date.now() - 1_000_000);
    utimesSync(file('a.txt'), before, before);
    await watch.scan(null);
    writeFileSync(file('a.txt'), 'A\n');
    utimesSync(file('a.txt'), before, before);
    assert.deepEqual(await watch.scan(null), { byCommand: [], byOthers: ['a.txt'] });
  });

  it('sees a change of equal size within the same tick of the clock', async () => {
    for (let round = 0; round < 30; round += 1) {
      writeFileSync(file('a.txt'), `${round % 10}\n`);
      assert.deepEqual((await watch.scan(null)).byOthers, ['a.txt'], `round ${round}`);
      writeFileSync(file(`src/new-${round}.txt`), 'x\n');
      assert.deepEqual((await watch.scan(null)).byOthers, [`src/new-${round}.txt`], `round ${round}`);
    }
  });

  it('leaves out what git ignores, asking git only about names it has not seen', async () => {
    repository.write('dist/new.js', 'built\n');
    repository.write('out.log', 'log\n');
    repository.write('node_modules/y/index.js', 'y\n');
    assert.deepEqual(await watch.scan(Date.now()), nothing);
    assert.equal(processes, 1);
    repository.write('out.log', 'more\n');
    repository.write('a.txt', 'changed\n');
    assert.deepEqual((await watch.scan(null)).byOthers, ['a.txt']);
    assert.equal(processes, 1);
    repository.write('new/one/two.txt', 'x\n');
    assert.deepEqual((await watch.scan(null)).byOthers, ['new/one/two.txt']);
    assert.ok(countProcesses() <= 4, 'one for each level of new folders');
  });

  it('learns changed ignore rules without taking old files for new ones', async () => {
    await pause();
    repository.write('.gitignore', '*.log\nsecret.txt\n');
    repository.write('secret.txt', 's\n');
    assert.deepEqual((await watch.scan(null)).byOthers, ['.gitignore']);
    repository.write('dist/old.js', 'built again\n');
    assert.deepEqual((await watch.scan(null)).byOthers, ['dist/old.js']);
    await pause();
    repository.write('.gitignore', 'secret.txt\n');
    repository.write('app.log', 'no longer ignored\n');
    await watch.wrote('.gitignore');
    assert.deepEqual((await watch.scan(null)).byOthers, ['app.log']);
  });

  it('does not look into repositories inside the repository', async () => {
    repository.git('init', '--quiet', 'nested');
    repository.write('nested/file.txt', 'x\n');
    assert.deepEqual(await watch.scan(null), nothing);
    repository.write('nested/file.txt', 'y\n');
    assert.deepEqual(await watch.scan(null), nothing);
  });

  it('keeps quiet about what our tools wrote, but not about what came after', async () => {
    repository.write('a.txt', 'by a tool\n');
    await watch.wrote('a.txt');
    repository.write('tool/new.txt', 'by a tool\n');
    await watch.wrote('tool/new.txt');
    rmSync(file('src/b.txt'));
    await watch.wrote('src/b.txt');
    assert.deepEqual(await watch.scan(null), nothing);

    repository.write('a.txt', 'by a tool again\n');
    await watch.wrote('a.txt');
    await pause();
    const startedAt = Date.now();
    repository.write('a.txt', 'and by a command\n');
    rmSync(file('tool/new.txt'));
    await watch.wrote('src/deep/c.txt');
    assert.deepEqual(await watch.scan(startedAt), { byCommand: ['a.txt', 'tool/new.txt'], byOthers: [] });
  });

  it('begins anew: everything as it is now is nobody’s change', async () => {
    repository.write('a.txt', 'changed\n');
    repository.write('new.txt', 'new\n');
    rmSync(file('gone'), { recursive: true });
    await watch.begin();
    assert.deepEqual(await watch.scan(null), nothing);
  });

  it('works on a folder that is no repository', async () => {
    const folder = path.join(repository.root, 'plain');
    mkdirSync(path.join(folder, 'sub'), { recursive: true });
    const plain = treeWatch(folder, ignoreRules(folder, { commandLimitMs: 1000 }), limits);
    await plain.begin();
    writeFileSync(path.join(folder, 'sub/x.txt'), 'x');
    assert.deepEqual(await plain.scan(null), { byCommand: [], byOthers: ['sub/x.txt'] });
  });

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`sees after a command what a look at every folder sees, whatever was moved and replaced (seed ${seed})`, async () => {
      const looking = open({ maxNoticedFolders: 0 });
      await looking.begin();
      const pick = picker(seed);
      for (let round = 0; round < 25; round += 1) {
        const startedAt = Date.now();
        for (let count = pick([1, 2, 5]); count > 0; count -= 1) disturb(repository.folder, pick);
        const [noticed, looked] = [await watch.scan(startedAt), await looking.scan(startedAt)];
        assert.deepEqual(noticed, looked, `round ${round}`);
      }
    });
  }

  it('looks into what stands in the place of a folder that was moved away', async () => {
    const startedAt = Date.now();
    renameSync(file('src'), file('kept'));
    cpSync(file('kept'), file('src'), { recursive: true });
    writeFileSync(file('src/deep/c.txt'), 'another\n');
    const moved = ['kept/b.txt', 'kept/deep/c.txt', 'kept/deep/d.txt'];
    assert.deepEqual((await watch.scan(startedAt)).byCommand, [...moved, 'src/deep/c.txt']);
    writeFileSync(file('src/deep/c.txt'), 'and another\n');
    assert.deepEqual((await watch.scan(startedAt)).byCommand, ['src/deep/c.txt']);
  });

  it('looks at every folder again once its end was called, and notices again after it has begun', async () => {
    await watch.end();
    writeFileSync(file('src/deep/c.txt'), 'changed\n');
    assert.deepEqual((await watch.scan(Date.now() - 1000)).byCommand, ['src/deep/c.txt']);
    await watch.begin();
    writeFileSync(file('src/deep/c.txt'), 'changed again\n');
    assert.deepEqual((await watch.scan(Date.now() - 1000)).byCommand, ['src/deep/c.txt']);
  });
});

type Pick = <T>(from: readonly [T, ...T[]]) => T;

/** The same choices for the same seed. */
function picker(seed: number): Pick {
  let state = seed * 7919;
  return (from) => {
    state = (state * 48_271) % 2_147_483_647;
    return from[state % from.length] ?? from[0];
  };
}

/** One of the things that commands do to trees; where it is not possible, nothing happens. */
function disturb(top: string, pick: Pick): void {
  const folder = () =>
    path.join(top, pick(['src', 'src/deep', 'gone', 'made', 'made/deep', 'src/deep/deeper', 'other']));
  const name = () => path.join(folder(), pick(['b.txt', 'c.txt', 'e.txt', 'f.txt']));
  const deeds = [
    () => writeFileSync(name(), pick(['one\n', 'two\n', 'three\n'])),
    () => mkdirSync(folder(), { recursive: true }),
    () => renameSync(folder(), folder()),
    () => renameSync(name(), name()),
    () => rmSync(folder(), { recursive: true }),
    () => rmSync(name()),
    () => chmodSync(name(), pick([0o644, 0o755])),
    () => {
      // Another folder in the place of one, with the same names in it.
      const place = folder();
      renameSync(place, path.join(top, 'aside'));
      cpSync(path.join(top, 'aside'), place, { recursive: true });
      rmSync(path.join(top, 'aside'), { recursive: true });
    },
  ] as const;
  try {
    pick([...deeds])();
  } catch {
    // What is not there cannot be moved.
  }
}
