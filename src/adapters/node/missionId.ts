import { randomBytes } from 'node:crypto';

const slugLength = 24;

/** An id that sorts by time, tells the goal at a glance and is its own: `20260131-add-tags-9f3c`. */
export function newMissionId(goal: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const slug = goal
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugLength)
    .replace(/^-+|-+$/g, '');
  return `${day}-${slug === '' ? 'mission' : slug}-${randomBytes(2).toString('hex')}`;
}
