import { exitCodes, exitMeanings } from './exitCodes.ts';

/** What `--help` prints; README repeats it, and a test compares them. */
export function helpText(): string {
  const codes = Object.entries(exitCodes).map(
    ([name, code]) => `  ${String(code).padStart(2)}  ${exitMeanings[name as keyof typeof exitCodes]}`,
  );
  return [
    'longhaul run --folder DIR --goal TEXT   begin a mission and carry it',
    'longhaul resume [MISSION]               go on with a mission (the newest, if none is named)',
    'longhaul status | report [MISSION]      where it stands; its report',
    'longhaul pause | cancel [MISSION]       ask whoever carries it',
    '',
    '  --yes                      approve the plan, take the first option of each question',
    '  --answers FILE             JSON: [{ "question": "part of it", "answer": "…" }]',
    '  --model [ROLE=]PROVIDER/MODEL[@low|medium|high]   may be given several times',
    '                             providers: anthropic, openai, compatible, rehearsal (scripted, free, offline)',
    '  --base-url URL             where the provider is (an OpenAI-compatible server, a proxy)',
    '  --request-timeout SECONDS  until the first byte of a reply',
    '  --budget DOLLARS  --budget-tokens N  --budget-minutes N   never exceeded; the mission pauses',
    '  --limit NAME=VALUE         any limit of the engine',
    '  --prices FILE              your own prices and facts of models (JSON)',
    '  --no-browser               begin although no browser is installed',
    '  --json                     one event a line on standard output',
    '',
    'Keys: ANTHROPIC_API_KEY, OPENAI_API_KEY, LONGHAUL_COMPATIBLE_KEY. Missions live in LONGHAUL_HOME or ~/.longhaul.',
    '',
    'Exit codes of run and resume:',
    ...codes,
  ].join('\n');
}
