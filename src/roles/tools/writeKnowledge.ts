import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { knowledgeSchema } from '../../mission/artefacts/plan.ts';
import type { MissionRecorder } from '../../ports/missionRecorder.ts';
import { proposalTool } from './proposalTool.ts';

export function writeKnowledgeTool({ run, recorder }: { run: number; recorder: MissionRecorder }): AnyTool {
  return proposalTool({
    name: 'write_knowledge',
    description:
      'Write down what later runs must know; every later brief carries it. What stands under the topic stays. Facts and how-to, short; not what the code already says.',
    schema: z.strictObject(knowledgeSchema.shape),
    recorder,
    toEvent: (note) => ({ type: 'knowledgeWritten', run, note }),
  });
}
