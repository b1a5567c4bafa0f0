import type { BuildOptions } from 'esbuild';

/** Every bundle whose entry point exists, each with the options of esbuild. */
export function bundles(folder: string): BuildOptions[];
export function removeEarlierBuild(folder: string): void;
