import type { EventBody } from '../mission/events/event.ts';
import type { EventLine } from './eventLine.ts';
import { idList } from './idList.ts';
import { count } from './count.ts';
import { oneLine } from './oneLine.ts';
import { shortCommit } from './words.ts';

export const phaseNames: Readonly<Record<EventBody<'phaseEntered'>['phase'], string>> = {
  understanding: 'Understanding',
  architecture: 'Architecture',
  boundaries: 'Infrastructure and boundaries',
  credentials: 'Credentials',
  testStrategy: 'Test strategy',
  readiness: 'Readiness',
  milestones: 'Milestones',
};

function told(text: string): EventLine[] {
  return [{ depth: 1, mark: 'told', text }];
}

function baseLine({ commit, gates, setup }: EventBody<'baseChecked'>): EventLine[] {
  const red = gates.filter((gate) => gate.exitCode !== 0).map((gate) => gate.name);
  const where = `Untouched base ${shortCommit(commit)}`;
  if (!setup.ok) return [{ depth: 0, mark: 'bad', text: `${where}: a set-up command fails` }];
  if (gates.length === 0) return [{ depth: 0, mark: 'told', text: `${where}: no gates to try` }];
  return red.length === 0
    ? [
        {
          depth: 0,
          mark: 'good',
          text: `${where}: ${gates.map((gate) => gate.name).join(', ')} ${gates.length === 1 ? 'passes' : 'pass'}`,
        },
      ]
    : [{ depth: 0, mark: 'warns', text: `${where}: ${red.join(', ')} already red` }];
}

function contractLine(body: EventBody): EventLine[] | null {
  switch (body.type) {
    case 'assertionsWritten': {
      const ids = body.assertions.map((assertion) => assertion.id);
      return told(`Contract: ${count(ids.length, 'assertion')} (${idList(ids)})`);
    }
    case 'assertionRemoved':
      return told(`Contract without ${body.id}: ${oneLine(body.reason)}`);
    case 'contractReviewed': {
      const points = body.review.points.length;
      return [
        { depth: 1, mark: points === 0 ? 'good' : 'warns', text: `Contract reviewed: ${count(points, 'point')}` },
      ];
    }
    case 'readinessReported': {
      const { ready, summary, missing } = body.report;
      const lacking = missing.length === 0 ? '' : ` Missing: ${missing.join('; ')}`;
      return [
        {
          depth: 1,
          mark: ready ? 'good' : 'bad',
          text: oneLine(`${ready ? 'Ready' : 'Not ready'}: ${summary}${lacking}`),
        },
      ];
    }
    case 'baseChecked':
      return baseLine(body);
    default:
      return null;
  }
}

/** Scoping, contract and plan as lines; null for every other event. */
export function planningLines(body: EventBody): EventLine[] | null {
  switch (body.type) {
    case 'phaseEntered':
      return told(`Phase: ${phaseNames[body.phase]}`);
    case 'requirementRecorded': {
      const { id, text, binding } = body.requirement;
      return told(`Requirement ${id}${binding ? ' (binding)' : ''}: ${oneLine(text)}`);
    }
    case 'requirementDropped':
      return told(`Requirement ${body.id} dropped: ${oneLine(body.reason)}`);
    case 'decisionRecorded':
      return told(`Decision: ${oneLine(body.text)} (${oneLine(body.reason)})`);
    case 'knowledgeWritten':
      return told(`Note on ${body.note.topic}`);
    case 'skillWritten':
      return told(`Skill ${body.skill.name}`);
    case 'servicesWritten': {
      const { gates, services } = body.manifest;
      const names = [...gates, ...services].map(({ name }) => name);
      return told(`Commands and services: ${names.length === 0 ? 'none' : names.join(', ')}`);
    }
    case 'milestonesWritten':
      return told(`Milestones: ${body.milestones.map(({ id, title }) => `${id} ${oneLine(title)}`).join('; ')}`);
    case 'featuresWritten':
      return told(`Features: ${body.features.map(({ id, title }) => `${id} ${oneLine(title)}`).join('; ')}`);
    case 'featureCancelled':
      return told(`${body.feature} cancelled: ${oneLine(body.reason)}`);
    default:
      return contractLine(body);
  }
}
