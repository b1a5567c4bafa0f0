import * as vscode from 'vscode';

const longMs = 15 * 60_000;
const rememberMs = 60_000;
const key = 'lastSeenAt';

/** Tells when the user comes back after more than a quarter of an hour, and since when the window was left (ms since 1970). */
export function watchAbsence(memory: vscode.Memento, back: (since: number) => void): vscode.Disposable {
  let lastSeenAt = memory.get<number>(key) ?? Date.now();
  const look = (): void => {
    if (Date.now() - lastSeenAt > longMs) back(lastSeenAt);
    lastSeenAt = Date.now();
    void memory.update(key, lastSeenAt);
  };
  const remembering = setInterval(() => {
    if (vscode.window.state.focused) look();
  }, rememberMs);
  const watching = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) look();
  });
  look();
  return new vscode.Disposable(() => {
    clearInterval(remembering);
    watching.dispose();
  });
}
