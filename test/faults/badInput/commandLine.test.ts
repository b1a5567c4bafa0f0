import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine/longhaul.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { assertRefusal } from './sentence.ts';

const codes = { usage: 2, cannotStart: 3, model: 9, journal: 10 };

/** Command lines that are wrong by themselves; FOLDER stands for a good repository. */
const wrongLines: [name: string, args: string, code: number, sentence: RegExp][] = [
  ['no command', '', codes.usage, /^Say what to do\. All commands and options: node \S+ --help$/m],
  ['an unknown command', 'frob', codes.usage, /^There is no command "frob"\./m],
  ['an unknown option', 'run --gaol x', codes.usage, /^There is no option --gaol\./m],
  ['an option without its value', 'run --goal', codes.usage, /^The option --goal needs a value after it\./m],
  ['a value where there is none', 'run --json=yes', codes.usage, /^The option --json takes no value\./m],
  ['no goal', 'run --folder FOLDER', codes.usage, /^Say what is wanted: --goal "…"\.$/m],
  ['a goal of spaces', 'run --folder FOLDER --goal=', codes.usage, /^Say what is wanted/m],
  [
    'a goal without quotes',
    'run --folder FOLDER --goal greet by name',
    codes.usage,
    /no use for "by name"\. .*quotes\.$/m,
  ],
  [
    'a model that cannot be read',
    'run --goal x --model foo',
    codes.usage,
    /"foo" cannot be read\. Write role=provider\/model/,
  ],
  [
    'an unknown role',
    'run --goal x --model chef=openai/y',
    codes.usage,
    /there is no role "chef"\. Roles: orchestrator,/,
  ],
  [
    'an unknown provider',
    'run --goal x --model foo/bar',
    codes.model,
    /Nobody here is called "foo": .*compatible, rehearsal\.$/m,
  ],
  [
    'a local server without an address',
    'run --goal x --model compatible/y',
    codes.model,
    /^No address for compatible: name .*--base-url/m,
  ],
  [
    'an address that is none',
    'run --goal x --model compatible/y --base-url foo',
    codes.model,
    /^"foo" is no base URL: write it in full/m,
  ],
  ['a budget below zero', 'run --goal x --budget=-3', codes.usage, /^--budget needs a number above 0, not "-3"\.$/m],
  [
    'a budget that is no number',
    'run --goal x --budget-tokens many',
    codes.usage,
    /^--budget-tokens needs a number above 0, not "many"\.$/m,
  ],
  [
    'answers that are not there',
    'run --goal x --answers nowhere.json',
    codes.usage,
    /^The file of answers nowhere\.json cannot be read\. Check its path\.$/m,
  ],
  [
    'answers that are no list',
    'run --goal x --answers FOLDER/package.json',
    codes.usage,
    /must hold a JSON list such as \[\{ "question"/,
  ],
  [
    'an unknown limit',
    'run --goal x --limit foo=1',
    codes.usage,
    /^--limit: there is no limit "foo"\. Limits: maxAttemptsPerFeature,/m,
  ],
  [
    'a limit that is no number',
    'run --goal x --limit maxTurns=many',
    codes.usage,
    /^--limit maxTurns=many: a limit is a number, such as maxTurns=400\./m,
  ],
  ['a limit that is out of range', 'run --goal x --limit maxTurns=-1', codes.usage, /^--limit: maxTurns: /m],
  [
    'a time that is none',
    'run --goal x --request-timeout soon',
    codes.usage,
    /^--request-timeout needs a number above 0, not "soon"\./m,
  ],
  [
    'prices that are not there',
    'run --goal x --prices nowhere.json',
    codes.usage,
    /^--prices: nowhere\.json is no readable JSON file\./m,
  ],
  [
    'an override without a reason',
    'resume --override VAL-A-001',
    codes.usage,
    /^--override needs what you accept and why: /m,
  ],
  ['a second mission', 'resume one two', codes.usage, /^resume has no use for "two"\./m],
  [
    'nothing to resume',
    'resume',
    codes.cannotStart,
    /^There is no mission yet\. Begin one: node \S+ run --folder DIR --goal "…"$/m,
  ],
  ['nothing to show', 'status', codes.cannotStart, /^There is no mission yet\. Begin one: /m],
  ['nothing to pause', 'pause', codes.cannotStart, /^There is no mission yet\. Begin one: /m],
  [
    'a mission that is not there',
    'report greet',
    codes.cannotStart,
    /^There is no mission "greet"\. Name one of those that ".* list" shows\.$/m,
  ],
  ['a name that leads out', 'cancel ../..', codes.cannotStart, /^There is no mission "\.\.\/\.\."\./m],
];

describe('a wrong command line', () => {
  const folder = smallRepository();
  let line: CommandLine;
  beforeEach(() => {
    line = new CommandLine();
  });
  afterEach(() => {
    line.remove();
  });

  const refused = async ([name, args, code, sentence]: (typeof wrongLines)[number]): Promise<void> => {
    const words = args.split(' ').filter((word) => word !== '');
    const end = await line.run(words.map((word) => word.replace('FOLDER', folder)));
    assert.equal(end.code, code, `${name}: ${end.err}`);
    assertRefusal(end, code, sentence);
    assert.equal(existsSync(line.missions), false, `${name}: no mission was made`);
  };

  it(`is refused with what to do, and nothing is begun (${wrongLines.length} of them)`, async function () {
    this.timeout(180_000);
    const waiting = [...wrongLines];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await refused(next);
    };
    await Promise.all([lane(), lane()]);
  });

  const run = (...more: string[]): string[] => ['run', '--folder', folder, '--goal', 'x', '--yes', ...more];
  const rehearsal = ['--model', 'rehearsal/scripted'];

  it('without any key names the variables, the local server and the rehearsal', async () => {
    const end = await line.run(run());
    assertRefusal(
      end,
      codes.model,
      /^There is no model: set ANTHROPIC_API_KEY or OPENAI_API_KEY, .*--base-url URL.*rehearsal\/scripted\)\.$/m,
    );
  });

  it('with a model of a provider whose key is missing names the variable', async () => {
    const end = await line.run(run('--model', 'openai/any'));
    assertRefusal(end, codes.model, /^No key for openai: set OPENAI_API_KEY, or choose another model/m);
  });

  it('where the browser that was chosen is not there says so before anything is begun', async () => {
    const end = await line.run(run(...rehearsal), { LONGHAUL_CHROMIUM: '/nowhere/chromium' });
    assertRefusal(
      end,
      codes.cannotStart,
      /^LONGHAUL_CHROMIUM names \/nowhere\/chromium, which is no program\. Correct it or unset it\./m,
    );
    assert.equal(existsSync(line.missions), false);
  });

  it('where missions cannot be written names the folder and the variable, for every command', async () => {
    writeFileSync(path.join(line.home, 'file'), 'no folder');
    const environment = { LONGHAUL_HOME: path.join(line.home, 'file', 'longhaul') };
    const sentence =
      /^Longhaul cannot use the folder \S+ \(ENOTDIR: .*\)\. Make the folder writable for you, or choose another one .*LONGHAUL_HOME\.$/m;
    assertRefusal(await line.run(run(...rehearsal), environment), codes.journal, sentence);
    for (const command of ['status', 'list', 'resume', 'pause', 'report'])
      assertRefusal(await line.run([command], environment), codes.journal, sentence);
  });
});
