import type { Listener } from '../journal/journal.ts';
import { eventsOf } from '../journal/replay.ts';
import type { EventType, MissionEvent } from '../mission/events/event.ts';
import { attemptReport } from '../mission/handoffReport.ts';
import { missionReport } from '../mission/report.ts';
import type { EvidenceState, MissionState } from '../mission/state.ts';
import { contractText, featureText, knowledgeText, planText } from '../roles/tools/missionText.ts';
import { liveFeatures } from '../mission/plan.ts';
import type { Carrier } from './carrier.ts';

type Rendering = { path: string; content: string | Uint8Array };
type Renderer = (state: MissionState, event: MissionEvent, carrier: Carrier) => Rendering[] | Promise<Rendering[]>;

function overview(state: MissionState): Rendering[] {
  return [
    { path: 'mission.md', content: missionReport(state) },
    { path: 'contract.md', content: `# Contract\n\n${contractText(state)}\n` },
    {
      path: 'features.md',
      content: `# Plan\n\n${planText(state)}\n\n${liveFeatures(state)
        .map(({ text }) => featureText(text))
        .join('\n\n')}\n`,
    },
  ];
}

function handoffs(state: MissionState): Rendering[] {
  const attempts = Object.values(state.features).flatMap((feature) => feature.attempts);
  return attempts.flatMap((attempt) => {
    const content = attemptReport(state, attempt);
    return content === null ? [] : [{ path: `handoffs/${attempt.feature}-${String(attempt.attempt)}.md`, content }];
  });
}

function rounds(state: MissionState): Rendering[] {
  return Object.values(state.milestones).flatMap((milestone) =>
    milestone.rounds.map((round) => ({
      path: `validation/${round.milestone}/round-${String(round.round)}/round.md`,
      content: `# ${round.milestone}, round ${String(round.round)}\n\n\`\`\`json\n${JSON.stringify(round, null, 2)}\n\`\`\`\n`,
    })),
  );
}

async function evidenceFile(evidence: EvidenceState, carrier: Carrier): Promise<Rendering[]> {
  const isPicture = evidence.kind === 'screenshot';
  const content = isPicture
    ? await carrier.ground.blobs.bytes(evidence.blob)
    : await carrier.ground.blobs.text(evidence.blob);
  return content === null ? [] : [{ path: `evidence/${evidence.evidence}.${isPicture ? 'png' : 'txt'}`, content }];
}

/** Evidence that verdicts cite, and every screenshot of the round's runs. */
async function evidence(state: MissionState, carrier: Carrier): Promise<Rendering[]> {
  const cited = new Set(
    Object.values(state.assertions).flatMap(
      (assertion) => assertion.last?.result?.steps.map((step) => step.evidence) ?? [],
    ),
  );
  const wanted = Object.values(state.evidence).filter(
    (piece) => cited.has(piece.evidence) || piece.kind === 'screenshot',
  );
  return (await Promise.all(wanted.map((piece) => evidenceFile(piece, carrier)))).flat();
}

const renderers: Partial<Record<EventType, Renderer>> = {
  skillWritten: (state) =>
    Object.entries(state.skills).map(([name, content]) => ({ path: `skills/${name}/SKILL.md`, content })),
  // JSON is YAML, and needs no library to be written.
  servicesWritten: (state) => [{ path: 'services.yaml', content: `${JSON.stringify(state.services, null, 2)}\n` }],
  knowledgeWritten: (state) => [{ path: 'knowledge/notes.md', content: `${knowledgeText(state)}\n` }],
  planProposed: overview,
  planApproved: overview,
  attemptJudged: handoffs,
  attemptAccepted: (state) => [...overview(state), ...handoffs(state)],
  roundClosed: async (state, _event, carrier) => [
    ...overview(state),
    ...rounds(state),
    ...(await evidence(state, carrier)),
  ],
  milestoneSealed: overview,
  missionPaused: overview,
  missionCompleted: (state) => [...overview(state), { path: 'report.md', content: missionReport(state) }],
  missionAbandoned: overview,
};

const mayBeMissing = 40;

/** Files that were due when the last process ended, in the middle of writing them perhaps: those of its last events. */
export function renderAgain(render: Listener, records: readonly string[], state: MissionState): void {
  const last = new Map<EventType, MissionEvent>();
  for (const record of records.slice(-mayBeMissing)) {
    const read = eventsOf(record);
    if (read.ok) for (const event of read.events) last.set(event.body.type, event);
  }
  for (const event of last.values()) render(event, state);
}

/** Keeps the readable files of the mission directory up to date. They are derived: a failure is logged and harms nothing. */
export function renderAfter(carrier: Carrier): Listener {
  let queue: Promise<void> = Promise.resolve();
  return (event, state) => {
    const renderer = renderers[event.body.type];
    if (!renderer) return;
    const made = renderer(state, event, carrier);
    queue = queue.then(async () => {
      for (const { path, content } of await made)
        await carrier.engine.store.writeRendering(state.missionId, path, content);
    });
    queue = queue.catch((error: unknown) => {
      carrier.engine.log.warn(`no rendering: ${String(error)}`);
    });
    carrier.renderings = queue;
  };
}
