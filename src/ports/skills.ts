/** Texts that tell a role how to work, by path below `skills/` without `.md`, such as `worker/SKILL`; user > repository > built-in. */
export interface Skills {
  /** Throws when a built-in text is missing: the installation is broken. */
  text(name: string): string;
}
