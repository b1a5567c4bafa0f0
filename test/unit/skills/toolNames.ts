/** What the roles can call, until their own tool lists can be asked. */
const reading = ['read_file', 'list_folder', 'search_files'];
const usingPages = ['browser_navigate', 'browser_snapshot', 'browser_click', 'browser_fill', 'browser_press'];
const orchestrating = [
  'ask_user',
  'say',
  'enter_phase',
  'record_requirement',
  'drop_requirement',
  'record_decision',
].concat(
  [
    'research',
    'scout',
    'write_assertions',
    'remove_assertion',
    'review_contract',
    'write_milestones',
    'write_features',
  ],
  ['cancel_feature', 'write_skill', 'write_services', 'write_knowledge', 'read_mission', 'settle_item', 'propose_plan'],
  ['end_turn'],
);

interface RoleTools {
  all: readonly string[];
  /** The tool that ends the run; null for a text that several kinds of run are shown. */
  last: string | null;
}

function role(last: string, ...others: readonly string[][]): RoleTools {
  return { all: [...others.flat(), last], last };
}

/** By the file of `skills/` that speaks of them. */
export const toolsOfFile: Readonly<Record<string, RoleTools>> = {
  'orchestration/SKILL.md': { all: orchestrating, last: null },
  'orchestration/scoping.md': role('propose_plan', orchestrating),
  'orchestration/contract.md': { all: orchestrating, last: null },
  'orchestration/turns.md': role('end_turn', orchestrating),
  'researcher/SKILL.md': role('submit_research', reading, ['fetch_page']),
  'scout/SKILL.md': role('submit_readiness', reading, usingPages, ['run_command', 'start_service', 'http_request']),
  'worker/SKILL.md': role('hand_off', reading, usingPages, [
    ...['edit_file', 'write_file', 'delete_file', 'move_file', 'run_command', 'start_services', 'http_request'],
    ...['browser_select', 'commit'],
  ]),
  'scrutiny/SKILL.md': role('submit_scrutiny', reading, ['review_features', 'write_knowledge']),
  'reviewer/SKILL.md': role('submit_review', reading, ['read_diff']),
  'reviewer/contract.md': role('submit_contract_review', reading),
  'reviewer/dismissal.md': role('submit_dismissal_review', reading),
  'userTester/SKILL.md': role('submit_testing', ['test_flows', 'write_knowledge']),
  'flowTester/SKILL.md': role('submit_flow', usingPages, [
    ...['browser_select', 'browser_screenshot', 'browser_console', 'browser_network', 'http_request', 'run_command'],
  ]),
};
