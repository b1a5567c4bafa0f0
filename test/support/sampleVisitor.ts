import type { SampleBehaviour, SampleExpectation, SampleStep } from './sampleBehaviours.ts';

export interface SampleVisit {
  holds: boolean;
  /** What the last page or answer was, or the step that could not be done. */
  seen: string;
}

/** Uses the sample at `address` by plain requests, as a person without scripts would; starts from an emptied shelf. */
export async function visitSample(address: string, behaviour: SampleBehaviour): Promise<SampleVisit> {
  await emptyShelf(address);
  const visitor = new SampleVisitor(address);
  for (const step of behaviour.steps) {
    if (!(await visitor.take(step))) return { holds: false, seen: `could not do ${JSON.stringify(step)}` };
  }
  return { holds: visitor.sees(behaviour.expected), seen: visitor.describe() };
}

/** Deletes until nothing is left, since a broken sample may delete another book than the one asked for. */
async function emptyShelf(address: string): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const list = await (await fetch(`${address}/api/books`)).text();
    const ids = [...list.matchAll(/"id":(\d+)/g)].map((match) => match[1] ?? '');
    if (ids.length === 0) return;
    for (const id of ids) await fetch(`${address}/api/books/${id}`, { method: 'DELETE' });
  }
  throw new Error('The shelf could not be emptied.');
}

class SampleVisitor {
  readonly #address: string;
  readonly #ids = new Map<string, string>();
  #typed = new Map<string, string>();
  #status = 0;
  #body = '';

  constructor(address: string) {
    this.#address = address;
  }

  /** Returns whether the step could be done on the page that is open. */
  async take(step: SampleStep): Promise<boolean> {
    switch (step.do) {
      case 'addBook': {
        await this.#load('/api/books', { method: 'POST', body: JSON.stringify(step) });
        const id = /"id":(\d+)/.exec(this.#body)?.[1];
        this.#ids.set(step.as, id ?? '');
        return id !== undefined;
      }
      case 'open':
        return this.#load(step.path);
      case 'fill':
        this.#typed.set(step.field, step.text);
        return labelledInput(this.#body, step.field) !== undefined;
      case 'press':
        return this.#press(step.button);
      case 'follow': {
        const link = elements(this.#body, 'a').find(({ content }) => visibleText(content) === step.link);
        return link === undefined ? false : this.#load(attribute(link.tag, 'href'));
      }
      case 'request':
        return this.#load(step.path, { method: step.method, body: JSON.stringify(step.body ?? {}) });
    }
  }

  sees(expected: SampleExpectation): boolean {
    switch (expected.kind) {
      case 'text':
        return visibleText(this.#body).includes(expected.text);
      case 'value':
        return attribute(labelledInput(this.#body, expected.field) ?? '', 'value') === expected.text;
      case 'status':
        return this.#status === expected.status;
    }
  }

  describe(): string {
    return `${this.#status} ${visibleText(this.#body)}`;
  }

  async #press(name: string): Promise<boolean> {
    const form = elements(this.#body, 'form').find(({ content }) => buttonNames(content).includes(name));
    if (form === undefined) return false;
    const fields = new URLSearchParams();
    for (const [input] of form.content.matchAll(/<input[^>]*>/g)) {
      const typed = [...this.#typed].find(([field]) => labelledInput(this.#body, field) === input);
      fields.set(attribute(input, 'name'), typed?.[1] ?? attribute(input, 'value'));
    }
    const action = attribute(form.tag, 'action');
    if (attribute(form.tag, 'method') === 'post') return this.#load(action, { method: 'POST', body: fields });
    return this.#load(`${action}?${fields.toString()}`);
  }

  async #load(path: string, request: RequestInit = {}): Promise<boolean> {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => this.#ids.get(name) ?? '');
    const answer = await fetch(this.#address + address, request);
    this.#status = answer.status;
    this.#body = await answer.text();
    this.#typed = new Map();
    return true;
  }
}

function elements(page: string, name: string): { tag: string; content: string }[] {
  const pattern = new RegExp(`(<${name}\\b[^>]*>)(.*?)</${name}>`, 'gs');
  return [...page.matchAll(pattern)].map((match) => ({ tag: match[1] ?? '', content: match[2] ?? '' }));
}

function buttonNames(page: string): string[] {
  return elements(page, 'button').map(({ tag, content }) => attribute(tag, 'aria-label') || visibleText(content));
}

function labelledInput(page: string, label: string): string | undefined {
  const tag = elements(page, 'label').find(({ content }) => visibleText(content) === label)?.tag;
  if (tag === undefined) return undefined;
  const id = attribute(tag, 'for');
  return [...page.matchAll(/<input[^>]*>/g)].map(([input]) => input).find((input) => attribute(input, 'id') === id);
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function visibleText(page: string): string {
  const body = page.replace(/<head>.*<\/head>/s, '').replace(/<[^>]*>/g, ' ');
  return decode(body.replace(/\s+/g, ' ').trim());
}

function decode(text: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? '');
}
