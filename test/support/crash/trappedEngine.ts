import type { Blobs } from '../../../src/ports/blobs.ts';
import type { Files } from '../../../src/ports/files.ts';
import type { Git } from '../../../src/ports/git.ts';
import type { JournalStore, OpenedLog } from '../../../src/ports/journalStore.ts';
import type { ModelFinder, ModelPort } from '../../../src/ports/model.ts';
import type { Shell } from '../../../src/ports/shell.ts';
import type { Workspace, Workspaces } from '../../../src/ports/workspaces.ts';
import type { EngineParts, MissionGround } from '../../../src/runner/engineParts.ts';
import { eventsOf } from '../../../src/journal/replay.ts';
import type { Trap } from './trap.ts';

/** Passes a point before and after each append of the log; `namesOf` tells the points of a record. */
function trappedLog(opened: OpenedLog, trap: Trap, namesOf: (record: string) => string[]): OpenedLog {
  if (!opened.ok) return opened;
  const { log } = opened;
  return {
    ...opened,
    log: {
      close: () => log.close(),
      append: async (record) => {
        const names = namesOf(record);
        for (const name of names) trap.pass(`before ${name}`);
        await log.append(record);
        for (const name of names) trap.pass(`after ${name}`);
      },
    },
  };
}

function eventNames(record: string): string[] {
  const read = eventsOf(record);
  return read.ok ? [...new Set(read.events.map(({ body }) => body.type))] : [];
}

function entryName(record: string): string[] {
  return [`run log ${/^\{"type":"(\w+)"/.exec(record)?.[1] ?? ''}`];
}

function trappedStore(store: JournalStore, trap: Trap): JournalStore {
  return {
    ...store,
    acquireLease: (id) => trap.around('taking the lease', () => store.acquireLease(id)),
    create: (id) => trap.around('creating the directory', () => store.create(id)),
    openJournal: async (id) => trappedLog(await store.openJournal(id), trap, eventNames),
    openRunLog: async (id, run) => trappedLog(await store.openRunLog(id, run), trap, entryName),
    writeSnapshot: (id, seq, state) => trap.around('writing a snapshot', () => store.writeSnapshot(id, seq, state)),
    writeRendering: (id, path, content) =>
      trap.around('writing a rendering', () => store.writeRendering(id, path, content)),
  };
}

function trappedGit(git: Git, trap: Trap): Git {
  return {
    ...git,
    beginBranch: (branch, commit) => trap.around('git beginBranch', () => git.beginBranch(branch, commit)),
    commit: (request) => trap.around('git commit', () => git.commit(request)),
    acceptAttempt: (request) => trap.around('git acceptAttempt', () => git.acceptAttempt(request)),
    restore: (paths, commit) => trap.around('git restore', () => git.restore(paths, commit)),
  };
}

function trappedShell(shell: Shell, trap: Trap): Shell {
  return {
    run: (request) => trap.around('a command', () => shell.run(request)),
    startService: (request) => trap.around('starting a service', () => shell.startService(request)),
    freePort: () => shell.freePort(),
    stopAll: () => trap.around('stopping services', () => shell.stopAll()),
  };
}

function trappedFiles(files: Files, trap: Trap): Files {
  return { ...files, write: (path, text) => trap.around('writing a file', () => files.write(path, text)) };
}

function trappedWorkspace({ folder, files, shell }: Workspace, trap: Trap): Workspace {
  return { folder, files: trappedFiles(files, trap), shell: trappedShell(shell, trap) };
}

function trappedWorkspaces(workspaces: Workspaces, git: Git, trap: Trap): Workspaces {
  return {
    ...workspaces,
    git,
    userTree: (run) => trappedWorkspace(workspaces.userTree(run), trap),
    clone: async (name, commit, run) =>
      trappedWorkspace(await trap.around('making a clone', () => workspaces.clone(name, commit, run)), trap),
    emptyFolder: (name) => trap.around('making a data folder', () => workspaces.emptyFolder(name)),
    discard: (name) => trap.around('discarding a clone', () => workspaces.discard(name)),
    discardAll: () => trap.around('discarding every clone', () => workspaces.discardAll()),
  };
}

function trappedBlobs(blobs: Blobs, trap: Trap): Blobs {
  return { ...blobs, put: (content) => trap.around('writing a blob', () => blobs.put(content)) };
}

function trappedGround(ground: MissionGround, trap: Trap): MissionGround {
  const git = trappedGit(ground.git, trap);
  const { ledger } = ground;
  return {
    ...ground,
    git,
    blobs: trappedBlobs(ground.blobs, trap),
    workspaces: trappedWorkspaces(ground.workspaces, git, trap),
    ledger: {
      list: () => ledger.list(),
      reapLeftOvers: () => trap.around('reaping what was left', () => ledger.reapLeftOvers()),
      reapRun: (run) => trap.around('reaping a run', () => ledger.reapRun(run)),
    },
    close: () => trap.around('closing', () => ground.close()),
  };
}

function trappedModels(models: ModelFinder, trap: Trap): ModelFinder {
  return (provider) => {
    const found = models(provider);
    if (!found.ok) return found;
    const { model } = found;
    const trapped: ModelPort = {
      provider: model.provider,
      facts: (name) => model.facts(name),
      complete: (request, options) => trap.around('a model call', () => model.complete(request, options)),
    };
    return { ok: true, model: trapped };
  };
}

/** The same engine, with a named point before, during and after whatever leaves a trace outside the process. */
export function trappedEngine(engine: EngineParts, trap: Trap): EngineParts {
  return {
    ...engine,
    store: trappedStore(engine.store, trap),
    ground: async (id, folder) => trappedGround(await engine.ground(id, folder), trap),
    models: trappedModels(engine.models, trap),
    http: {
      ...engine.http,
      request: (request) => trap.around('a request to a service', () => engine.http.request(request)),
    },
  };
}
