import { sampleMutations } from '../sampleMutations.ts';
import type { SampleMutation } from '../sampleMutations.ts';

/**
 * Which assertions of the rehearsed contract a broken behaviour of the sample breaks, and in which milestone they are claimed. An
 * answer of the API that is no longer 422 also breaks what the mission itself adds to this answer.
 */
export const brokenBy: Readonly<Record<string, { milestone: 'M1' | 'M2'; assertions: readonly string[] }>> = {
  'api-title-required': { milestone: 'M1', assertions: ['VAL-API-003', 'VAL-API-006'] },
  'api-read-is-boolean': { milestone: 'M1', assertions: ['VAL-API-007'] },
  'missing-book': { milestone: 'M1', assertions: ['VAL-API-008'] },
  'author-error': { milestone: 'M1', assertions: ['VAL-FORM-001'] },
  'blank-title': { milestone: 'M1', assertions: ['VAL-FORM-002'] },
  'author-as-typed': { milestone: 'M1', assertions: ['VAL-BOOK-001'] },
  'detail-link': { milestone: 'M1', assertions: ['VAL-BOOK-002'] },
  'delete-that-book': { milestone: 'M1', assertions: ['VAL-BOOK-003'] },
  'empty-state': { milestone: 'M2', assertions: ['VAL-SHELF-001'] },
  'single-count': { milestone: 'M2', assertions: ['VAL-SHELF-002'] },
  'no-match': { milestone: 'M2', assertions: ['VAL-SEARCH-001'] },
  'search-author': { milestone: 'M2', assertions: ['VAL-SEARCH-002'] },
  'search-kept': { milestone: 'M2', assertions: ['VAL-SEARCH-003'] },
};

/** Mutations that the contract can see, in an order drawn by the seed, each place in the code changed once, at most `count`. */
export function drawMutations(seed: number, count: number): SampleMutation[] {
  const next = chance(seed);
  const pool = sampleMutations.filter(({ breaks }) => brokenBy[breaks]).map((mutation) => ({ mutation, at: next() }));
  const drawn = pool.sort((one, other) => one.at - other.at).map(({ mutation }) => mutation);
  const apart = drawn.filter(
    (mutation, place) =>
      !drawn.slice(0, place).some(({ file, find }) => file === mutation.file && find === mutation.find),
  );
  return apart.slice(0, count);
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
