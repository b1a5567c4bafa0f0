import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool, refusal, result } from '../agent/tool.ts';
import type { Files } from '../ports/files.ts';
import { nearestLines, sameButForSpace } from './shared/nearestLines.ts';
import { tellWrote } from './shared/writeHooks.ts';
import type { OnWrote } from './shared/writeHooks.ts';

interface EditFileOptions {
  files: Files;
  limits: { maxReadBytes: number };
  onWrote?: OnWrote;
}

interface Edit {
  path: string;
  oldText: string;
  newText: string;
  replaceAll: boolean;
}

const LINES_SHOWN = 12;

export function editFileTool({ files, limits, onWrote }: EditFileOptions): AnyTool {
  return defineTool({
    name: 'edit_file',
    description:
      'Replace text in a file. oldText must stand in it exactly once, with its white space and without the line numbers of read_file; a few whole lines are best. The other lines stay as they are.',
    kind: 'effect',
    schema: z.strictObject({
      path: z.string(),
      oldText: z.string().min(1),
      newText: z.string(),
      replaceAll: z.boolean().default(false).describe('replace every place'),
    }),
    run: async (edit) => {
      const allowed = await files.resolve(edit.path, 'write');
      if (!allowed.ok) return refusal(allowed.why);
      const read = await files.read(edit.path, limits.maxReadBytes);
      if (!read.ok) return refusal(read.why);
      const fitted = fitLineEnds(edit, read.value);
      if (fitted.oldText === fitted.newText) return refusal('oldText and newText are the same: nothing to change.');
      const places = placesOf(read.value, fitted.oldText);
      const problem = placesProblem(read.value, fitted, places);
      if (problem !== null) return refusal(problem);
      const written = await files.write(edit.path, read.value.split(fitted.oldText).join(fitted.newText));
      if (!written.ok) return refusal(written.why);
      await tellWrote(files, edit.path, onWrote);
      return result(`Edited ${edit.path} at line ${places.map((place) => lineAt(read.value, place)).join(', ')}.`);
    },
    interrupted: async (edit) => {
      await files.tidy(edit.path);
      const read = await files.read(edit.path, limits.maxReadBytes);
      if (!read.ok) return `The file cannot be read: ${read.why}`;
      return editState(read.value, fitLineEnds(edit, read.value));
    },
  });
}

/** A model writes \n; a file with Windows line ends keeps them. */
function fitLineEnds(edit: Edit, text: string): Edit {
  if (!text.includes('\r\n') || edit.oldText.includes('\r\n')) return edit;
  const fit = (part: string) => part.replace(/\r?\n/g, '\r\n');
  return { ...edit, oldText: fit(edit.oldText), newText: fit(edit.newText) };
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
}

function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

function placesProblem(text: string, edit: Edit, places: readonly number[]): string | null {
  if (places.length === 1 || (places.length > 1 && edit.replaceAll)) return null;
  if (places.length > 1) {
    const lines = places.map((place) => lineAt(text, place)).join(', ');
    return `oldText stands in ${edit.path} ${places.length} times (lines ${lines}). Take more of the lines around it, or set replaceAll.`;
  }
  return `oldText does not stand in ${edit.path}, so nothing was changed. ${hint(text, edit.oldText)}`;
}

function hint(text: string, oldText: string): string {
  if (oldText.split('\n').every((line) => /^\s*\d+\t/.test(line))) return 'Leave out the line numbers of read_file.';
  const nearest = nearestLines(text, oldText);
  if (nearest === null) return 'Nothing in it looks like it: read the file again.';
  const what = sameButForSpace(nearest, oldText) ? 'It differs only in white space from' : 'The nearest lines are';
  const lines = nearest.lines.slice(0, LINES_SHOWN).map((line, index) => `${nearest.firstLine + index}\t${line}`);
  return `${what}:\n${lines.join('\n')}`;
}

/** After an interruption: atomic writes leave either the old file or the new one. */
function editState(text: string, { oldText, newText }: Edit): string {
  const hasOld = text.includes(oldText);
  const hasNew = newText !== '' && text.includes(newText);
  const isIn = newText.includes(oldText) ? hasNew : !hasOld && (hasNew || newText === '');
  if (isIn) return 'The edit is in the file.';
  return hasOld ? 'The edit is not in the file.' : 'Neither oldText nor newText is in the file: read it again.';
}
