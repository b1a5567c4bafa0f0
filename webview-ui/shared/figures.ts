// Numbers as DESIGN.md section 10 writes them.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const microDollarsPerDollar = 1e6;

/** `41.2M`, `612k`, in full under 1,000. */
export function tokenFigure(tokens: number): string {
  if (tokens < 1000) return String(Math.round(tokens));
  if (tokens < 999_500) return `${Math.round(tokens / 1000)}k`;
  return `${(tokens / 1e6).toFixed(1)}M`;
}

/** `$38.70`; of millionths of a US dollar. */
export function moneyFigure(microDollars: number): string {
  return dollarFigure(microDollars / microDollarsPerDollar);
}

/** `$38.70`. */
export function dollarFigure(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}

/** `0.4 s`, `52 s`, `1 m 52 s`, `9 h 42 m`, `2 d 3 h`: at most two units. */
export function durationFigure(milliseconds: number): string {
  const all = Math.max(0, milliseconds);
  if (all < 10 * secondMs) return `${(all / secondMs).toFixed(1)} s`;
  const seconds = Math.round(all / secondMs);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return units([minutes, 'm'], [seconds % 60, 's']);
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? units([hours, 'h'], [minutes % 60, 'm'])
    : units([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

function units([large, largeUnit]: [number, string], [small, smallUnit]: [number, string]): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `31 m`, `3 h`, `2 d`; under a minute `now`. */
export function ageFigure(milliseconds: number): string {
  if (milliseconds < minuteMs) return 'now';
  if (milliseconds < hourMs) return `${Math.floor(milliseconds / minuteMs)} m`;
  return milliseconds < dayMs ? `${Math.floor(milliseconds / hourMs)} h` : `${Math.floor(milliseconds / dayMs)} d`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `06:12`, with the date once it is more than 24 h off. Local time; `at` and `now` in ms since 1970. */
export function clockFigure(at: number, now: number): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (Math.abs(now - at) < dayMs) return time;
  return `${date.toLocaleDateString('en', { day: 'numeric', month: 'short' })} ${time}`;
}

/** `06:12:48`, in logs and evidence. */
export function clockWithSeconds(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `1:05`, `12:40`, `1:02:10`: what is left of a wait. */
export function countdownFigure(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / secondMs));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `95.7 %`, one decimal. */
export function shareFigure(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}

/** In the middle, so that the file name and the line stay. */
export function cutInMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = Math.ceil((maxCharacters - 1) * 0.6);
  return `${text.slice(0, maxCharacters - 1 - end)}…${text.slice(-end)}`;
}
