import type { ManifestService } from '../../mission/artefacts/services.ts';
import type { Shell } from '../../ports/shell.ts';

interface ServiceDeskOptions {
  shell: Shell;
  emptyFolder: (name: string) => Promise<string>;
  signal: AbortSignal;
}

export type DeskStart = { ok: true; url: string } | { ok: false; why: string };

/** Services of one run: each on a free port with an empty data folder, stopped when the run ends. */
export class ServiceDesk {
  readonly #options: ServiceDeskOptions;
  readonly #running = new Map<string, { url: string; stop: () => Promise<void> }>();

  constructor(options: ServiceDeskOptions) {
    this.#options = options;
  }

  /** Origins of the services that run now. */
  origins(): string[] {
    return [...this.#running.values()].map(({ url }) => url);
  }

  /** Name of the service behind an address, or null. */
  serviceAt(address: string): string | null {
    for (const [name, { url }] of this.#running)
      if (address === url || address.startsWith(`${url}/`) || address.startsWith(`${url}?`)) return name;
    return null;
  }

  /** Starts a service of the manifest, stopping an earlier copy of it. `${PORT}` and `${DATA_DIR}` are replaced and set. */
  async start(service: ManifestService): Promise<DeskStart> {
    await this.#running.get(service.name)?.stop();
    this.#running.delete(service.name);
    const { shell, emptyFolder, signal } = this.#options;
    const port = await shell.freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const dataFolder = await emptyFolder(service.name);
    const started = await shell.startService({
      name: service.name,
      command: service.start.replaceAll('${PORT}', String(port)).replaceAll('${DATA_DIR}', dataFolder),
      folder: '.',
      healthUrl: service.healthPath === null ? null : url + service.healthPath,
      port,
      startLimitMs: service.startLimitSeconds * 1000,
      environment: { PORT: String(port), DATA_DIR: dataFolder },
      signal,
    });
    if (!started.ok)
      return { ok: false, why: `${service.name} did not start: ${started.why}\n${started.output}`.trim() };
    this.#running.set(service.name, { url, stop: () => started.service.stop() });
    return { ok: true, url };
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ stop }) => stop()));
    this.#running.clear();
  }
}
