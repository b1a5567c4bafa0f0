/** Fixed seeds, so that a check gives the same result everywhere; PROPERTY_SEED and PROPERTY_FACTOR look further. */
export const seed = Number(process.env['PROPERTY_SEED'] ?? 20_260_101);
const factor = Number(process.env['PROPERTY_FACTOR'] ?? 1);

export function settings(numRuns: number): { seed: number; numRuns: number } {
  return { seed, numRuns: Math.ceil(numRuns * factor) };
}
