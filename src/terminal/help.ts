import { exitCodes, exitMeanings } from './exitCodes.ts';

const usage = `longhaul carries a software goal in a git repository until every assertion of a contract is shown to hold.

  longhaul run --folder DIR --goal TEXT    begin a mission and carry it
  longhaul resume [MISSION]                go on with a mission
  longhaul status [MISSION]                where it stands
  longhaul report [MISSION]                what was done and proven, as Markdown
  longhaul pause [MISSION]                 stop it for now, also from another terminal
  longhaul cancel [MISSION]                end it for good; branch and commits stay
  longhaul list                            all missions

MISSION is an id or a part of it; without it the newest is meant.

Options of run and resume:
  --yes                      approve the plan, take the first option of each question
  --answers FILE             JSON: [{ "question": "part of it", "answer": "…" }]
  --model [ROLE=]PROVIDER/MODEL[@low|medium|high]
                             may be given several times; providers: anthropic, openai, compatible,
                             rehearsal (scripted, free, offline)
  --base-url URL             where the provider is (an OpenAI-compatible server, a proxy)
  --request-timeout SECONDS  until the first byte of a reply
  --budget DOLLARS           never exceeded; the mission pauses
  --budget-tokens N, --budget-minutes N
  --limit NAME=VALUE         any limit of the engine
  --prices FILE              your own prices and facts of models (JSON)
  --no-browser               go on although no browser is installed
  --json                     one event a line on standard output, nothing else there
  --calls                    each tool call of the agents on a line of its own
Only with resume:
  --say TEXT                 a message to the orchestrator
  --override ID=REASON       accept an assertion or an item as it is

Keys: ANTHROPIC_API_KEY, OPENAI_API_KEY, LONGHAUL_COMPATIBLE_KEY. NO_COLOR switches colours off.
Missions live in LONGHAUL_HOME or ~/.longhaul. A browser that is not found: LONGHAUL_CHROMIUM.

Exit codes of run and resume (the other commands give 0 when they did it):`;

/** What `--help` prints. */
export function helpText(): string {
  const codes = Object.entries(exitCodes).map(
    ([name, code]) => `  ${String(code).padStart(2)}  ${exitMeanings[name as keyof typeof exitCodes]}`,
  );
  return [usage, ...codes].join('\n');
}
