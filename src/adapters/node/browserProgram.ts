import fs from 'node:fs';
import path from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const USUAL_PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PLACES = [
  ['ProgramFiles', 'Google/Chrome/Application/chrome.exe'],
  ['ProgramFiles(x86)', 'Google/Chrome/Application/chrome.exe'],
  ['LOCALAPPDATA', 'Google/Chrome/Application/chrome.exe'],
  ['ProgramFiles(x86)', 'Microsoft/Edge/Application/msedge.exe'],
  ['ProgramFiles', 'Microsoft/Edge/Application/msedge.exe'],
] as const;

export const NO_BROWSER =
  'No browser was found. Install Chromium, Google Chrome or Microsoft Edge, or set LONGHAUL_CHROMIUM to the path of its program.';

/** Programs worth starting, best first: LONGHAUL_CHROMIUM alone where it is set, else what PATH and the usual places hold. */
export function findBrowserPrograms(environment: Record<string, string | undefined>): string[] {
  const chosen = environment['LONGHAUL_CHROMIUM']?.trim() ?? '';
  if (chosen !== '') return [chosen];
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const windows = WINDOWS_PLACES.flatMap(([name, below]) => {
    const folder = environment[name];
    return folder === undefined ? [] : [path.join(folder, below)];
  });
  const found = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...USUAL_PLACES.flatMap((place) =>
      path.basename(place) === 'bin' ? NAMES.map((name) => path.join(place, name)) : [place],
    ),
    ...windows,
  ].filter(isProgram);
  return [...new Set(found)];
}

/** An executable file stands there. */
export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
