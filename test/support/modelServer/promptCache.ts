import { createHash } from 'node:crypto';
import { tokens, type ReplyUsage, type Segment } from './wire.ts';

/** Prompt-cache accounting as the providers do it, at four characters a token. */

export interface CacheFigures {
  /** Tokens of the request. */
  tokens: number;
  /** Tokens of tools and system alone. */
  frozenTokens: number;
  /** Longest common prefix with any earlier request of the same key, in tokens. */
  commonPrefixTokens: number;
  /** The same in the steps that an automatic cache counts in: from 1,024 tokens on, by 128. */
  automaticReadTokens: number;
  /** What an explicit cache (breakpoints, 20 blocks back) reads and writes; null for requests of other formats. */
  explicit: ReplyUsage | null;
  /** Hashes of the request up to each segment. */
  chain: string[];
}

const AUTOMATIC_LEAST_TOKENS = 1_024;
const AUTOMATIC_STEP_TOKENS = 128;
const LOOK_BACK_BLOCKS = 20;

interface Node {
  next: Map<string, Node>;
}

export interface PromptCache {
  /** Reads the caches, then writes this request into them. */
  account(asked: { segments: Segment[]; cacheKey: string; explicit: boolean }): CacheFigures;
}

/** `leastTokens`: shorter prefixes are not cached explicitly (1,024 for most models, 4,096 for some). */
export function promptCache(leastTokens: number): PromptCache {
  const roots = new Map<string, Node>();
  const entries = new Set<string>();
  return {
    account({ segments, cacheKey, explicit }) {
      const root = roots.get(cacheKey) ?? { next: new Map() };
      roots.set(cacheKey, root);
      const common = Math.floor(commonPrefix(root, segments) / 4);
      const total = segments.reduce((sum, { text }) => sum + text.length, 0);
      const frozen = segments.reduce((sum, { text, frozen: shared }) => sum + (shared ? text.length : 0), 0);
      const steps = Math.floor(common / AUTOMATIC_STEP_TOKENS) * AUTOMATIC_STEP_TOKENS;
      const chain = hashChain(segments);
      return {
        tokens: tokens(total),
        frozenTokens: tokens(frozen),
        commonPrefixTokens: common,
        automaticReadTokens: common >= AUTOMATIC_LEAST_TOKENS ? steps : 0,
        explicit: explicit ? readExplicit({ entries, segments, chain, leastTokens }) : null,
        chain,
      };
    },
  };
}

/** Characters that an earlier request began with alike; this request is added to the tree on the way. */
function commonPrefix(root: Node, segments: Segment[]): number {
  let node = root;
  let characters = 0;
  let matching = true;
  for (const { text } of segments) {
    const known = node.next.get(text);
    if (matching && known) characters += text.length;
    else if (matching) {
      matching = false;
      characters += Math.max(0, ...[...node.next.keys()].map((other) => commonCharacters(other, text)));
    }
    const next = known ?? { next: new Map<string, Node>() };
    node.next.set(text, next);
    node = next;
  }
  return characters;
}

function commonCharacters(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  return at;
}

function hashChain(segments: Segment[]): string[] {
  let before = '';
  return segments.map(({ text }) => {
    before = createHash('sha1').update(before).update(text).digest('base64');
    return before;
  });
}

interface ExplicitRead {
  entries: Set<string>;
  segments: Segment[];
  chain: string[];
  leastTokens: number;
}

function readExplicit({ entries, segments, chain, leastTokens }: ExplicitRead): ReplyUsage {
  let characters = 0;
  const upTo = segments.map(({ text }) => tokens((characters += text.length)));
  const marks = segments.flatMap(({ marked }, index) => (marked ? [index] : []));
  const written = marks.filter((mark) => (upTo[mark] ?? 0) >= leastTokens);
  const hits = marks.map((mark) => {
    for (let at = mark; at >= 0 && at > mark - LOOK_BACK_BLOCKS; at--) if (entries.has(chain[at] ?? '')) return at;
    return -1;
  });
  const hit = Math.max(-1, ...hits);
  const readTokens = upTo[hit] ?? 0;
  const lastWritten = written.at(-1);
  const cachedTokens = Math.max(readTokens, lastWritten === undefined ? 0 : (upTo[lastWritten] ?? 0));
  for (const mark of written) entries.add(chain[mark] ?? '');
  return {
    inputTokens: tokens(characters) - cachedTokens,
    cacheReadTokens: readTokens,
    cacheWriteTokens: cachedTokens - readTokens,
  };
}
