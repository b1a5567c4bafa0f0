import { commandTexts } from './commandTable.ts';
import type { CommandId } from './commandTable.ts';

interface SettingText {
  type: string;
  default: string | number | null;
  description: string;
  minimum?: number;
}

const container = 'longhaul';
const category = 'Mission';
const views = [
  // The chat has the room; the trees are there for those who open them.
  { id: 'longhaul.chat', name: 'Chat', type: 'webview', icon: 'media/longhaul.svg', initialSize: 6 },
  {
    id: 'longhaul.mission',
    name: 'Mission',
    icon: 'media/longhaul.svg',
    when: 'longhaul.hasPlan',
    visibility: 'collapsed',
  },
  {
    id: 'longhaul.contract',
    name: 'Contract',
    icon: 'media/longhaul.svg',
    when: 'longhaul.hasPlan',
    visibility: 'collapsed',
  },
];

const walkthrough = {
  id: 'longhaul.firstMission',
  title: 'Longhaul: Your First Mission',
  description: 'From a goal to finished, proven work.',
  steps: [
    {
      id: 'goal',
      title: 'Say what is wanted',
      description:
        'Open the Longhaul panel and describe a goal. Without a key the rehearsal plays a whole mission on the sample.\n[Open the Chat](command:longhaul.showChat)',
      media: { markdown: 'media/walkthrough/goal.md' },
      completionEvents: ['onContext:longhaul.phase'],
    },
    {
      id: 'models',
      title: 'Choose who works',
      description:
        'A mission of your own needs a model: add a key, or name a server of your own.\n[Set a Key](command:longhaul.setKey)\n[Choose Models](command:longhaul.chooseModels)',
      media: { markdown: 'media/walkthrough/models.md' },
      completionEvents: ['onCommand:longhaul.setKey', 'onCommand:longhaul.chooseModels'],
    },
    {
      id: 'plan',
      title: 'Read the plan and approve it',
      description:
        'The contract is the only definition of done. Nothing touches your working tree before you approve.\n[Open the Chat](command:longhaul.showChat)',
      media: { markdown: 'media/walkthrough/plan.md' },
      completionEvents: ['onContext:longhaul.phase == running'],
    },
    {
      id: 'watch',
      title: 'Leave, and come back',
      description:
        'Mission Control says where it stands, what needs you, and what was proven.\n[Show Mission Control](command:longhaul.showMissionControl)',
      media: { markdown: 'media/walkthrough/watch.md' },
      completionEvents: ['onCommand:longhaul.showMissionControl'],
    },
  ],
};

function entries(): [CommandId, (typeof commandTexts)[CommandId]][] {
  return (Object.keys(commandTexts) as CommandId[]).map((id) => [id, commandTexts[id]]);
}

function commands(): object[] {
  return entries().map(([command, { title, icon }]) => ({
    command,
    title,
    category,
    ...(icon !== undefined && { icon: `$(${icon})` }),
  }));
}

function menus(): object {
  const palette = entries().flatMap(([command, { when, rowOnly }]) => {
    if (rowOnly === true) return [{ command, when: 'false' }];
    return when === undefined ? [] : [{ command, when }];
  });
  const titles = entries().flatMap(([command, { viewTitle, when }], place) =>
    (viewTitle ?? []).map((view) => ({
      command,
      when: when === undefined ? `view == ${view}` : `view == ${view} && ${when}`,
      group: `navigation@${place}`,
    })),
  );
  const rows = entries().flatMap(([command, { rows: kinds }], place) =>
    kinds === undefined
      ? []
      : [
          {
            command,
            when: `view =~ /^longhaul\\.(mission|contract)$/ && viewItem =~ /^(${kinds.join('|')})$/`,
            group: `${place}`,
          },
        ],
  );
  return { commandPalette: palette, 'view/title': titles, 'view/item/context': rows };
}

/** What package.json says under `contributes`, made from the typed tables; a test compares the two. */
export function contributes(settings: Readonly<Record<string, SettingText>>): object {
  return {
    viewsContainers: { activitybar: [{ id: container, title: 'Longhaul', icon: 'media/longhaul.svg' }] },
    views: { [container]: views },
    commands: commands(),
    menus: menus(),
    configuration: {
      title: 'Longhaul',
      properties: Object.fromEntries(
        Object.entries(settings).map(([id, text]) => [id, { ...text, scope: 'application' }]),
      ),
    },
    walkthroughs: [walkthrough],
  };
}
