import { modelFinder } from './adapters/model/modelFinder.ts';
import type { ModelFinderOptions } from './adapters/model/modelFinder.ts';
import { nodeBlobs } from './adapters/node/blobStore.ts';
import { commandShell } from './adapters/node/commandShell.ts';
import { ignoreRules } from './adapters/node/git/ignoreRules.ts';
import { repositoryGit } from './adapters/node/git/repositoryGit.ts';
import { httpClient } from './adapters/node/httpClient.ts';
import { nodeJournalStore } from './adapters/node/journalStore.ts';
import { newMissionId } from './adapters/node/missionId.ts';
import { nodeProcessLedger } from './adapters/node/nodeProcessLedger.ts';
import { playwrightBrowser } from './adapters/node/playwrightBrowser.ts';
import { skillTexts } from './adapters/node/skillTexts.ts';
import { systemClock } from './adapters/node/systemClock.ts';
import { treeWatch } from './adapters/node/treeWatch.ts';
import { workspaceFiles } from './adapters/node/workspaceFiles.ts';
import { nodeWorkspaces } from './adapters/node/workspaces.ts';
import { adapterLimits } from './adapterLimits.ts';
import type { Limits } from './mission/limits.ts';
import type { Activity } from './ports/activity.ts';
import type { Blobs } from './ports/blobs.ts';
import type { Log } from './ports/log.ts';
import type { EngineParts, MissionGround } from './runner/engineParts.ts';

export interface NodeEngineOptions {
  /** Where missions and clones live, absolute. */
  root: string;
  /** Folder of the built-in skills. */
  skills: URL;
  models: Omit<ModelFinderOptions, 'requestTimeoutMs' | 'stallLimitMs'> &
    Partial<Pick<ModelFinderOptions, 'requestTimeoutMs' | 'stallLimitMs'>>;
  limits: Limits;
  activity: Activity;
  log: Log;
  environment: Record<string, string | undefined>;
}

/** The engine on Node: the same for headless use and for the extension host. */
export function nodeEngine(options: NodeEngineOptions): EngineParts {
  const { root, limits, environment, activity, log } = options;
  const store = nodeJournalStore({ root, limits: adapterLimits.store });
  const gitOf = (folder: string): MissionGround['git'] =>
    repositoryGit({ folder, limits: adapterLimits.git, environment });

  const blobsOf = (missionId: string): Blobs => nodeBlobs({ directory: store.directory(missionId) });

  const ground = async (missionId: string, folder: string): Promise<MissionGround> => {
    const directory = store.directory(missionId);
    const blobs = blobsOf(missionId);
    const ledger = await nodeProcessLedger({
      file: `${directory}/processes.log`,
      token: missionId,
      killGraceMs: adapterLimits.shell.killGraceMs,
    });
    const git = gitOf(folder);
    const browser = playwrightBrowser({
      environment,
      limits: adapterLimits.browser,
      ownerMark: () => ledger.markFor({ run: 0, shell: 0, command: 0 }),
      onStarted: (pid, what) => {
        ledger.started({ pid, run: 0, what, port: null });
      },
      onEnded: (pid) => {
        ledger.ended(pid);
      },
    });
    const workspaces = nodeWorkspaces({
      userFolder: folder,
      root,
      missionId,
      git,
      filesAt: (at) => workspaceFiles({ folder: at, limits: adapterLimits.files, protectedFolders: [root] }),
      shellAt: (at, run) =>
        commandShell({ folder: at, run, ledger, blobs, limits: adapterLimits.shell, baseEnvironment: environment }),
      limits: adapterLimits.git,
      environment,
    });
    const watch = treeWatch(
      folder,
      ignoreRules(folder, { ...adapterLimits.git, environment }),
      adapterLimits.treeWatch,
    );
    return { blobs, ledger, workspaces, git, browser, treeWatch: () => watch, close: () => browser.close() };
  };

  return {
    store,
    ground,
    gitOf,
    blobsOf,
    models: modelFinder({ ...adapterLimits.model, ...options.models }),
    http: httpClient(adapterLimits.http),
    clock: systemClock(),
    log,
    activity,
    skills: skillTexts([`${root}/skills`, options.skills]),
    limits,
    newMissionId,
    random: Math.random,
  };
}
