import type { Surface } from '../../mission/artefacts/contract.ts';
import type { EventBody } from '../../mission/events/event.ts';
import type { EvidenceState } from '../../mission/state.ts';
import type { Observation, OnObserved } from '../../tools/shared/observation.ts';
import type { RoleContext } from '../role.ts';
import type { ServiceDesk } from '../tools/serviceDesk.ts';

const surfaces: Record<Observation['kind'], Surface> = {
  snapshot: 'browser',
  screenshot: 'browser',
  console: 'browser',
  network: 'browser',
  http: 'http',
  command: 'command',
  read: 'document',
};

const summaryLength = 160;

function numberIn(earlier: EvidenceState, run: number): number {
  return earlier.run === run ? Number(earlier.evidence.split('-')[1]) : 0;
}

/** Stores what a tool saw as evidence of this run: the content as a blob first, then the event that names it. */
export function evidenceKeeper(context: RoleContext, services: ServiceDesk, commit: string): OnObserved {
  const { run, recorder, blobs } = context;
  // The highest number, not how many: a crash may have kept the second of two that were stored side by side.
  let count = Math.max(0, ...Object.values(recorder.state().evidence).map((earlier) => numberIn(earlier, run)));

  return async (observation) => {
    count += 1;
    const evidence = `E${String(run)}-${String(count)}`;
    const { tool, kind, text, bytes, url, command, status, exitCode } = observation;
    const blob = await blobs.put(bytes ?? text);
    const body: EventBody<'evidenceRecorded'> = {
      type: 'evidenceRecorded',
      evidence,
      run,
      tool,
      kind,
      surface: surfaces[kind],
      service: url === undefined ? null : services.serviceAt(url),
      commit,
      blob,
      summary: text.slice(0, summaryLength),
      command: command ?? null,
      status: status ?? null,
      exitCode: exitCode ?? null,
      // Every observing tool acts first: it navigates, requests, runs or reads.
      acted: true,
    };
    const recorded = await recorder.propose(evidence, body);
    return recorded.ok ? evidence : null;
  };
}
