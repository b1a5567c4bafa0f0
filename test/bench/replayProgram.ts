import { benchMissions } from './benchEngine.ts';

/** Process that opens a mission as anybody does who has just started Longhaul. Over IPC: options → milliseconds. */
export interface ReplayOptions {
  root: string;
  /** Address of the built-in skills' folder. */
  skills: string;
  missionId: string;
}

process.once('message', (options) => {
  const { root, skills, missionId } = options as ReplayOptions;
  const missions = benchMissions({ root, skills: new URL(skills), url: null });
  const before = performance.now();
  void missions.view(missionId).then((viewed) => {
    const milliseconds = performance.now() - before;
    const seq = viewed.ok ? viewed.state.seq : viewed.problem.message;
    process.send?.({ milliseconds, seq }, () => process.disconnect());
  });
});
