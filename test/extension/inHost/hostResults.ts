import { z } from 'zod';

/** The environment variable that names the file for the results. */
export const resultsVariable = 'LONGHAUL_HOST_TEST_RESULTS';

/** What the tests in the extension host came to, on its way out as JSON. */
export const hostResultsSchema = z.object({
  passed: z.array(z.string()),
  failed: z.array(z.object({ title: z.string(), why: z.string() })),
});
export type HostResults = z.infer<typeof hostResultsSchema>;
