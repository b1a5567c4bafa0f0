import type { CrashModelFiles } from './crashModel.ts';
import type { Kill } from './trap.ts';

/** What a process of the crash mission is told. */
export interface ProcessOrder {
  /** LONGHAUL_HOME. */
  root: string;
  /** The repository. */
  folder: string;
  files: CrashModelFiles;
  /** The mission to go on with; null = begin one. */
  missionId: string | null;
  /** The process dies at the first of them that is due. */
  kills: Kill[];
}
