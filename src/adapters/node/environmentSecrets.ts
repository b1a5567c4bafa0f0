import type { Secrets } from '../../ports/secrets.ts';

/** Where each provider's key stands in the environment. */
const KEY_NAMES: Record<string, string> = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  compatible: 'LONGHAUL_COMPATIBLE_KEY',
};

/** Keys from environment variables; an empty one counts as none. */
export function environmentSecrets(environment: Record<string, string | undefined>): Secrets {
  return {
    key(provider) {
      const name = Object.hasOwn(KEY_NAMES, provider) ? KEY_NAMES[provider] : undefined;
      const value = name === undefined ? '' : (environment[name]?.trim() ?? '');
      return value === '' ? null : value;
    },
  };
}
