interface Setting {
  type: 'string' | 'number';
  default: string | number | null;
  description: string;
  minimum?: number;
}

/** Every setting, once: package.json is generated from this. All of them count for the user, never for a workspace, which might be foreign. */
export const settingsTable = {
  'longhaul.missionsDirectory': {
    type: 'string',
    default: '',
    description: 'Where missions live: journals, evidence, reports. Empty: ~/.longhaul. Takes effect after a reload.',
  },
  'longhaul.browser': {
    type: 'string',
    default: '',
    description:
      'Path of the Chromium, Chrome or Edge program that user testing opens. Empty: the one found on this machine.',
  },
  'longhaul.budgetDollars': {
    type: 'number',
    default: 0,
    minimum: 0,
    description: 'Budget in US dollars that a new mission begins with; it pauses before it would spend more. 0: none.',
  },
  'longhaul.compatibleBaseUrl': {
    type: 'string',
    default: '',
    description:
      'Base URL of a server that speaks Chat Completions, such as http://127.0.0.1:11434/v1. Its models are named compatible/NAME.',
  },
  'longhaul.compatibleModels': {
    type: 'string',
    default: '',
    description: 'Models of that server that are offered, separated by commas.',
  },
  'longhaul.anthropicBaseUrl': {
    type: 'string',
    default: '',
    description: 'Another base URL for Anthropic models. Empty: their own.',
  },
  'longhaul.openaiBaseUrl': {
    type: 'string',
    default: '',
    description: 'Another base URL for OpenAI models. Empty: their own.',
  },
  'longhaul.requestTimeoutMinutes': {
    type: 'number',
    default: 15,
    minimum: 1,
    description: 'How long the first byte of a model’s reply may take, in minutes. Slow local models need more.',
  },
} as const satisfies Record<`longhaul.${string}`, Setting>;

export type SettingId = keyof typeof settingsTable;
export type SettingValue<Id extends SettingId> = (typeof settingsTable)[Id]['type'] extends 'number' ? number : string;
