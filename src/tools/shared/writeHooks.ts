/** Told after a tool has changed a file, so that a role can keep its records. */
export type OnWrote = (path: string) => Promise<void>;
