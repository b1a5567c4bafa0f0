import './schemasWithoutEval.ts';
import { render } from 'preact';
import type { ComponentType } from 'preact';
import '@vscode/codicons/dist/codicon.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { isRunning } from '../../src/mission/scope.ts';
import type { Target } from '../../src/protocol/actions.ts';
import { host } from './hostChannel.ts';
import { nothingShown, take } from './missionStore.ts';
import type { Shown } from './missionStore.ts';
import { hearProblems } from './ask.ts';

const betweenRendersMs = 250;
const tickMs = 1000;
const idleTickMs = 30_000;

export interface PageProps {
  shown: Shown;
  /** ms since 1970, newer with every rendering. */
  now: number;
  /** What the host refused last; null where there is nothing to say. */
  problem: string | null;
}

interface PageOptions {
  /** Something is to be shown, or text put into the message field. */
  onReveal?: (target: Target) => void;
  onCompose?: (text: string) => void;
}

/** Draws a page into the document's body and keeps it up with the host: at most four times a second. */
export function mountPage(Page: ComponentType<PageProps>, { onReveal, onCompose }: PageOptions = {}): void {
  const shown = nothingShown();
  const root = document.getElementById('root') ?? document.body;
  let problem: string | null = null;
  let renderedAt = 0;
  let timer: number | undefined;

  const draw = (): void => {
    window.clearTimeout(timer);
    renderedAt = performance.now();
    const now = Date.now();
    render(<Page shown={shown} now={now} problem={problem} />, root);
    const { state } = shown;
    const isTicking = state !== null && (isRunning(state) || typeof state.pause?.until === 'number');
    timer = window.setTimeout(draw, isTicking ? tickMs : idleTickMs);
  };
  const drawSoon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, Math.max(0, renderedAt + betweenRendersMs - performance.now()));
  };

  let isAsking = true;
  host.listen((message) => {
    if (message.kind === 'snapshot') isAsking = false;
    if (!take(shown, message) && !isAsking) {
      isAsking = true;
      host.hello();
    }
    if (message.kind === 'reveal') onReveal?.(message.target);
    if (message.kind === 'compose') onCompose?.(message.text);
    drawSoon();
  });
  hearProblems((text) => {
    problem = text;
    drawSoon();
  });
  draw();
  host.hello();
}
