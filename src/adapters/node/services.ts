import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningService, ServiceRequest, ServiceStart } from '../../ports/shell.ts';
import type { Prepare, ShellLimits } from './commandPreparation.ts';
import { isLoopbackHost } from './networkAddress.ts';
import { outputCapture } from './outputCapture.ts';
import type { OutputCapture } from './outputCapture.ts';
import { startShellProcess } from './shellProcess.ts';
import type { ShellProcess } from './shellProcess.ts';

interface ServiceStarter {
  start(request: ServiceRequest, stopped: AbortSignal): Promise<ServiceStart>;
  stopAll(): Promise<void>;
}

/** Starts services of one shell and knows which of them run. */
export function serviceStarter(options: { prepare: Prepare; limits: ShellLimits }): ServiceStarter {
  const running = new Set<RunningService>();
  return {
    async start(request, stopped) {
      const started = await startService(request, { ...options, stopped });
      if (!started.ok) return started;
      const { service } = started;
      running.add(service);
      const stop = async (): Promise<void> => {
        await service.stop();
        running.delete(service);
      };
      return { ok: true, service: { ...service, stop } };
    },
    async stopAll() {
      await Promise.all([...running].map((each) => each.stop()));
      running.clear();
    },
  };
}

const lately: number[] = [];

/** A port free on 127.0.0.1 now, not one of the last few given out. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await portOfTheSystem();
    if (lately.includes(port)) continue;
    lately.push(port);
    if (lately.length > 200) lately.shift();
    return port;
  }
}

interface ServiceContext {
  prepare: Prepare;
  limits: ShellLimits;
  stopped: AbortSignal;
}

async function startService(request: ServiceRequest, context: ServiceContext): Promise<ServiceStart> {
  const { limits } = context;
  const why = await whyNotStartable(request);
  if (why !== null) return { ok: false, why, output: '' };
  const prepared = context.prepare(request);
  if (!prepared.ok) return { ok: false, why: prepared.why, output: '' };
  const bytes = limits.maxServiceOutputBytes;
  const capture = outputCapture({ maxInlineBytes: bytes, maxStoredBytes: bytes });
  const onOutput = (chunk: Uint8Array): void => capture.add(chunk);
  const started = await startShellProcess({ ...prepared.value, port: request.port, onOutput });
  if (!started.ok) return { ok: false, why: started.why, output: '' };
  const problem = await untilReady(request, started.value, context);
  if (problem === null) return { ok: true, service: asService({ request, process: started.value, capture, limits }) };
  await started.value.end();
  return { ok: false, why: problem, output: capture.inline() };
}

async function whyNotStartable(request: ServiceRequest): Promise<string | null> {
  const { healthUrl, port, signal } = request;
  if (signal.aborted) return `The start of ${request.name} was cancelled.`;
  if (healthUrl !== null && !isLoopbackUrl(healthUrl)) {
    return `The health check ${healthUrl} is no http URL of this machine; use http://127.0.0.1 and the port of the service.`;
  }
  if (port === null || !(await portAnswers(port))) return null;
  return `Port ${port} is already taken by another process, which is left alone. Start ${request.name} on another port.`;
}

/** Waits for the health check; resolves with what went wrong, or null. */
async function untilReady(
  request: ServiceRequest,
  process: ShellProcess,
  context: ServiceContext,
): Promise<string | null> {
  const { name, healthUrl, port, startLimitMs } = request;
  const deadline = performance.now() + startLimitMs;
  const isReady = readiness(request);
  for (;;) {
    const ready = await isReady();
    if (!process.isAlive()) return whyEnded(name, await process.exited);
    if (request.signal.aborted || context.stopped.aborted) return `The start of ${name} was cancelled.`;
    if (ready) return null;
    if (performance.now() >= deadline) {
      const awaited = healthUrl === null ? `listen on port ${port ?? 0}` : `answer ${healthUrl} with 2xx or 3xx`;
      return `${name} ran, but did not ${awaited} within ${startLimitMs} ms. Look at its output and at its health check.`;
    }
    await Promise.race([pause(context.limits.healthIntervalMs), process.exited]);
  }
}

/** Without health check and port a service counts as ready when it has lived for two intervals. */
function readiness(request: ServiceRequest): () => Promise<boolean> {
  const { healthUrl, port } = request;
  if (healthUrl !== null) return () => answersWell(healthUrl);
  if (port !== null) return () => portAnswers(port);
  let asked = 0;
  return async () => (asked += 1) > 2;
}

function whyEnded(name: string, exitCode: number): string {
  if (exitCode === 0) {
    return `${name} ended at once with exit code 0. A service stays in the foreground: no "&", no daemon mode.`;
  }
  return `${name} ended with exit code ${exitCode} before it was ready. Its output says why.`;
}

interface ServiceParts {
  request: ServiceRequest;
  process: ShellProcess;
  capture: OutputCapture;
  limits: ShellLimits;
}

function asService({ request, process, capture, limits }: ServiceParts): RunningService {
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await process.end();
    const deadline = performance.now() + limits.portFreeLimitMs;
    while (request.port !== null && performance.now() < deadline && (await portAnswers(request.port))) await pause(20);
  };
  return {
    name: request.name,
    port: request.port,
    pid: process.pid,
    output: () => capture.inline(),
    isAlive: () => process.isAlive(),
    stop: () => (stopping ??= stop()),
  };
}

function portOfTheSystem(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      server.close(() => resolve(port));
    });
  });
}

async function portAnswers(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => accepts(host, port)));
  return answers.includes(true);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** One GET without redirects; certificates of services under test are not checked. */
function answersWell(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { agent: false, timeout: 2000, rejectUnauthorized: false };
    const asked = (url.startsWith('https:') ? https : http).get(url, options, (answer) => {
      answer.destroy();
      resolve(answer.statusCode !== undefined && answer.statusCode >= 200 && answer.statusCode < 400);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.on('close', () => resolve(false));
  });
}

function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackHost(hostname);
}
