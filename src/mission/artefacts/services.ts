import { z } from 'zod';

const commandSchema = z.string().min(1).max(500);

export const gateKinds = ['test', 'typecheck', 'lint', 'build'] as const;

export const manifestGateSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  kind: z.enum(gateKinds),
  command: commandSchema,
  timeLimitMinutes: z.number().positive().max(120),
  /** How many tests ran and which failed is read from the report. */
  report: z
    .discriminatedUnion('format', [
      z.object({ format: z.literal('tap') }).describe('TAP on standard output, e.g. node --test --test-reporter=tap'),
      z.object({ format: z.literal('junit'), file: z.string() }).describe('JUnit XML written to this file'),
      z
        .object({ format: z.literal('pattern'), passed: z.string(), failed: z.string().nullable() })
        .describe('Regular expressions with one group each: the number of passed, and of failed tests'),
    ])
    .nullable()
    .describe('Required for kind test.'),
});
export type ManifestGate = z.infer<typeof manifestGateSchema>;

export const manifestServiceSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  start: commandSchema.describe(
    'Stays in the foreground. ${PORT} and ${DATA_DIR} are replaced and also set in the environment.',
  ),
  healthPath: z
    .string()
    .startsWith('/')
    .nullable()
    .describe('Answered with 2xx or 3xx on 127.0.0.1:${PORT} once ready; null: an open port is enough.'),
  startLimitSeconds: z.number().positive().max(600),
});
export type ManifestService = z.infer<typeof manifestServiceSchema>;

/** The only source of commands and services (product.md section 4). */
export const servicesManifestSchema = z.object({
  setup: z.array(commandSchema).max(10).describe('Run in order in every fresh clone, before anything else.'),
  gates: z.array(manifestGateSchema).max(12),
  services: z.array(manifestServiceSchema).max(8),
});
export type ServicesManifest = z.infer<typeof servicesManifestSchema>;
