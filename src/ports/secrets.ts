export interface Secrets {
  /** The key of a provider, or null. */
  key(provider: string): string | null;
}
