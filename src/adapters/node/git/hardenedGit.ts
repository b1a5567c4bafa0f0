import { devNull } from 'node:os';
import { Readable } from 'node:stream';
import { GitError, GitPluginError, simpleGit, type SimpleGitOptions } from 'simple-git';
import type { RepositoryPlace } from './repositoryPlace.ts';

export interface GitCall {
  args: readonly string[];
  /** Written to standard input. */
  input?: string;
  /** Index used instead of the user's. */
  indexFile?: string;
  /** Filter drivers that only the repository's own configuration names; switched off for this call. */
  filtersOff?: readonly string[];
  /** Output beyond this many bytes is dropped, and git is stopped. */
  maxBytes?: number;
  /** For the one command that refuses to take paths literally. */
  globPathspecs?: boolean;
  /** Writes may take git's optional locks; reads never do. */
  writes?: boolean;
}

export interface GitSettings {
  /** git is stopped after this long without output. */
  commandLimitMs: number;
  /** What git may see of the environment is picked from here. */
  environment: NodeJS.ProcessEnv;
}

/** Every host call of git goes through `output` or `tryOutput`; both count into `calls`. */
export interface HardenedGit {
  readonly place: RepositoryPlace;
  readonly calls: number;
  /** Standard output; throws GitFailure when git ends with another code than 0. */
  output(call: GitCall): Promise<string>;
  /** As `output`, with a failure as a value. */
  tryOutput(call: GitCall): Promise<{ ok: true; output: string } | { ok: false; failure: GitFailure }>;
}

export class GitFailure extends GitError {
  readonly exitCode: number;
  /** What git wrote to standard error. */
  readonly complaint: string;

  constructor(exitCode: number, complaint: string) {
    super(undefined, `git ended with code ${exitCode}: ${complaint.trim()}`);
    this.exitCode = exitCode;
    this.complaint = complaint.trim();
  }
}

const PASSED_ON = [
  'PATH HOME USER LOGNAME USERNAME TMPDIR TEMP TMP XDG_CONFIG_HOME',
  'USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES SYSTEMROOT WINDIR COMSPEC PATHEXT',
]
  .join(' ')
  .split(' ');

const HARDENING = [
  'core.fsmonitor=false',
  // Nothing can exist below the null device, so no hook can be planted there, as it could be in an empty folder.
  `core.hooksPath=${devNull}`,
  'safe.bareRepository=explicit',
  'protocol.ext.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'core.quotePath=false',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
];

const ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
};

/** The one place where simple-git is made: its guards stay on but for the named ones that the hardening itself needs. */
export function hardenedGit(place: RepositoryPlace, settings: GitSettings): HardenedGit {
  const where = ['--no-pager', `--git-dir=${place.gitFolder}`, `--work-tree=${place.top}`];
  // Named outright, so that a planted .git/commondir is not read.
  const environment = { GIT_COMMON_DIR: place.commonFolder, GIT_ALLOW_PROTOCOL: 'none' };
  return gitRunner(place, settings, { where, environment });
}

/** For `git init`, which has no repository yet: the same hardening, started in `folder`. */
export function hardenedGitOutside(folder: string, settings: GitSettings): HardenedGit {
  const place = { top: folder, gitFolder: '', commonFolder: '' };
  return gitRunner(place, settings, { where: ['--no-pager'], environment: { GIT_ALLOW_PROTOCOL: 'none' } });
}

interface Circumstances {
  where: readonly string[];
  environment: Record<string, string>;
}

function gitRunner(place: RepositoryPlace, settings: GitSettings, circumstances: Circumstances): HardenedGit {
  const base = pickEnvironment(settings.environment);
  let calls = 0;
  const run = async (call: GitCall): Promise<string> => {
    calls += 1;
    const environment = { ...ENVIRONMENT, ...circumstances.environment, ...callEnvironment(call) };
    const guard = outputGuard(call.maxBytes);
    const options = {
      ...simpleGitOptions(place.top, settings, call),
      allowEnvironment: Object.keys(environment),
      errors: failureOf(settings, guard.hasStopped),
    };
    return await simpleGit(options)
      .env({ ...base, ...environment })
      .outputHandler(guard.handler)
      .raw([...circumstances.where, ...call.args]);
  };
  return {
    place,
    get calls() {
      return calls;
    },
    output: run,
    tryOutput: async (call) => {
      try {
        return { ok: true, output: await run(call) };
      } catch (error) {
        if (error instanceof GitFailure) return { ok: false, failure: error };
        throw error;
      }
    },
  };
}

function simpleGitOptions(baseDir: string, settings: GitSettings, call: GitCall): Partial<SimpleGitOptions> {
  const filters = call.filtersOff !== undefined && call.filtersOff.length > 0;
  const options: Partial<SimpleGitOptions> = {
    baseDir,
    config: HARDENING,
    completion: { onClose: true, onExit: false },
    timeout: { block: settings.commandLimitMs },
    unsafe: {
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeProtocolOverride: true,
      ...(filters ? { allowUnsafeFilter: true, allowUnsafeConfigEnvCount: true } : {}),
      ...(call.args[0] === 'init' ? { allowUnsafeTemplateDir: true } : {}),
    },
  };
  const { input } = call;
  // simple-git leaves standard input open then, and git would wait for ever.
  if (input === '') throw new Error(`Empty input for git ${call.args[0] ?? ''}`);
  if (input !== undefined) options.input = () => input;
  return options;
}

function callEnvironment(call: GitCall): Record<string, string> {
  const environment: Record<string, string> = {};
  if (call.writes !== true) environment['GIT_OPTIONAL_LOCKS'] = '0';
  if (call.globPathspecs === true) environment['GIT_LITERAL_PATHSPECS'] = '0';
  if (call.indexFile !== undefined) environment['GIT_INDEX_FILE'] = call.indexFile;
  const settings = (call.filtersOff ?? []).flatMap((name) => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.smudge`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
  settings.forEach(([key = '', value = ''], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  if (settings.length > 0) environment['GIT_CONFIG_COUNT'] = String(settings.length);
  return environment;
}

/** Any other end than code 0 is a failure, but for a git that we stopped ourselves because it had said enough. */
function failureOf(settings: GitSettings, hasStopped: () => boolean): NonNullable<SimpleGitOptions['errors']> {
  return (error, { exitCode, stdErr }) => {
    if (exitCode === 0 || hasStopped()) return undefined;
    if (error instanceof GitPluginError && error.plugin === 'timeout') {
      return new GitFailure(exitCode, `stopped after ${settings.commandLimitMs} ms without output`);
    }
    return error instanceof GitPluginError ? error : new GitFailure(exitCode, Buffer.concat(stdErr).toString('utf8'));
  };
}

/** Stops git once `maxBytes` came, and tells simple-git at once that a silent git is a finished one (it would wait 50 ms). */
function outputGuard(maxBytes: number | undefined) {
  let stopped = false;
  const handler = (_command: string, stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream) => {
    queueMicrotask(() => stderr.emit('data', Buffer.alloc(0)));
    if (maxBytes === undefined) return;
    let bytes = 0;
    stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes || !(stdout instanceof Readable)) return;
      stopped = true;
      stdout.destroy();
    });
  };
  return { handler, hasStopped: () => stopped };
}

function pickEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && PASSED_ON.includes(name.toUpperCase())) picked[name] = value;
  }
  return picked;
}
