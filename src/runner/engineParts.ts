import type { Limits } from '../mission/limits.ts';
import type { Activity } from '../ports/activity.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http } from '../ports/http.ts';
import type { JournalStore } from '../ports/journalStore.ts';
import type { Log } from '../ports/log.ts';
import type { ModelFinder } from '../ports/model.ts';
import type { ProcessLedger } from '../ports/processLedger.ts';
import type { Skills } from '../ports/skills.ts';
import type { TreeWatch } from '../ports/treeWatch.ts';
import type { Workspaces } from '../ports/workspaces.ts';
import type { Git } from '../ports/git.ts';

/** What one mission stands on: made by the composition when a mission is opened. */
export interface MissionGround {
  blobs: Blobs;
  ledger: ProcessLedger;
  workspaces: Workspaces;
  git: Git;
  browser: Browser;
  /** A fresh watch over the user's tree. */
  treeWatch: () => TreeWatch;
  /** Ends what the ground itself started (the browser). */
  close: () => Promise<void>;
}

/** The engine's edges; headless and the extension give their own. */
export interface EngineParts {
  store: JournalStore;
  ground: (missionId: string, folder: string) => Promise<MissionGround>;
  /** Git of a folder before a mission exists. */
  gitOf: (folder: string) => Git;
  /** What a mission stored, without opening it. */
  blobsOf: (missionId: string) => Blobs;
  models: ModelFinder;
  http: Http;
  clock: Clock;
  log: Log;
  activity: Activity;
  skills: Skills;
  limits: Limits;
  newMissionId: (goal: string) => string;
  /** A number in [0, 1) for the jitter of back-off. */
  random: () => number;
}
