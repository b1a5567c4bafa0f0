import { Desk } from '../../src/views/desk/desk.ts';
import { NewMissions } from '../../src/views/desk/newMissions.ts';
import { benchMissions } from './benchEngine.ts';

/** Process that opens a mission as a window does that has just been loaded. Over IPC: options → milliseconds. */
export interface ResumeOptions {
  root: string;
  /** Address of the built-in skills' folder. */
  skills: string;
  /** The window's folder, a repository. */
  folder: string;
}

process.once('message', (options) => {
  const { root, skills, folder } = options as ResumeOptions;
  const missions = benchMissions({ root, skills: new URL(skills), url: null });
  const before = performance.now();
  const newMissions = new NewMissions(missions, () => ({
    folder,
    problem: null,
    providers: [],
    suggestedGoal: null,
    rehearsal: { provider: 'rehearsal', model: 'scripted', effort: null },
    browserProblem: null,
  }));
  const desk = new Desk({ missions, newMissions, folder, log: console });
  void desk.openNewest().then(async () => {
    const milliseconds = performance.now() - before;
    const seq = desk.ownership === 'owner' ? (desk.state?.seq ?? 'no mission') : 'not its owner';
    await desk.leave();
    process.send?.({ milliseconds, seq }, () => {
      process.disconnect();
    });
  });
});
