import type * as vscode from 'vscode';
import type { Secrets } from '../../ports/secrets.ts';

export const keyedProviders = ['anthropic', 'openai', 'compatible'] as const;
export type KeyedProvider = (typeof keyedProviders)[number];

function nameOf(provider: string): string {
  return `longhaul.key.${provider}`;
}

/** Keys of providers in the editor's secret storage, and nowhere else. `key` answers from memory, so they are read once at the start. */
export class StoredKeys implements Secrets {
  readonly #storage: vscode.SecretStorage;
  readonly #keys = new Map<string, string>();

  private constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
  }

  /** `changed` is called when a key was stored or removed, by this window or another. */
  static async read(storage: vscode.SecretStorage, changed: () => void): Promise<StoredKeys> {
    const keys = new StoredKeys(storage);
    await Promise.all(keyedProviders.map((provider) => keys.#readOne(provider)));
    storage.onDidChange(({ key }) => {
      const provider = keyedProviders.find((candidate) => nameOf(candidate) === key);
      if (provider) void keys.#readOne(provider).then(changed);
    });
    return keys;
  }

  key(provider: string): string | null {
    return this.#keys.get(provider) ?? null;
  }

  async store(provider: KeyedProvider, key: string): Promise<void> {
    await this.#storage.store(nameOf(provider), key);
    this.#keys.set(provider, key);
  }

  async remove(provider: KeyedProvider): Promise<void> {
    await this.#storage.delete(nameOf(provider));
    this.#keys.delete(provider);
  }

  async #readOne(provider: KeyedProvider): Promise<void> {
    const key = (await this.#storage.get(nameOf(provider)))?.trim() ?? '';
    if (key === '') this.#keys.delete(provider);
    else this.#keys.set(provider, key);
  }
}
