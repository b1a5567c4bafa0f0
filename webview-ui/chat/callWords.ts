import { callText } from '../../src/wording/callText.ts';

/** What a tool does, as a line begins; a tool without a word of its own is named by its name. */
const verbs: Readonly<Record<string, string>> = {
  ask_user: 'Asks you',
  browser_click: 'Clicks',
  browser_console: 'Reads the console',
  browser_fill: 'Fills in',
  browser_navigate: 'Opens',
  browser_network: 'Reads the network log',
  browser_press: 'Presses',
  browser_screenshot: 'Takes a picture',
  browser_select: 'Selects',
  browser_snapshot: 'Reads the page',
  commit: 'Commits',
  delete_file: 'Deletes',
  edit_file: 'Edits',
  enter_phase: 'Enters a phase',
  fetch_page: 'Reads',
  hand_off: 'Hands off:',
  http_request: 'Requests',
  list_folder: 'Lists',
  move_file: 'Moves',
  propose_plan: 'Proposes the plan:',
  read_diff: 'Reads the changes',
  read_file: 'Reads',
  read_mission: 'Reads the mission',
  record_decision: 'Records a decision:',
  record_requirement: 'Records a requirement:',
  research: 'Sends researchers',
  review_contract: 'Has the contract reviewed',
  review_features: 'Has features reviewed',
  run_command: 'Runs',
  say: 'Says:',
  scout: 'Sends scouts',
  search_files: 'Searches',
  settle_item: 'Settles an item',
  start_service: 'Starts',
  start_services: 'Starts services',
  test_flows: 'Sends flow testers',
  write_assertions: 'Writes assertions',
  write_features: 'Writes features',
  write_file: 'Writes',
  write_knowledge: 'Writes a note',
  write_milestones: 'Writes milestones',
  write_services: 'Writes commands and services',
  write_skill: 'Writes a skill',
};

/** A call as a short sentence: `Reads server/books.js`. */
export function callWords(name: string, summary: string): string {
  const verb = verbs[name] ?? (name.startsWith('submit_') ? 'Reports' : undefined);
  const text = callText(name, summary);
  return verb === undefined ? text : `${verb}${text.slice(name.length)}`;
}
