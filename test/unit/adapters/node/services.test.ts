import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { listens, runs, serverCommand } from '../../../faults/processes/lookAround.ts';
import { ownedShell } from '../../../faults/processes/ownedShell.ts';
import type { OwnedShell } from '../../../faults/processes/ownedShell.ts';
import type { RunningService, ServiceStart } from '../../../../src/ports/shell.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('services of a shell', () => {
  const base = temporaryFolder();
  let owned: OwnedShell;
  let port: number;
  before(async () => {
    fs.mkdirSync(path.join(base.path, 'ws'));
    owned = await ownedShell(base.path, 'services');
  });
  beforeEach(async () => {
    port = await owned.shell.freePort();
  });
  after(async () => {
    await owned.shell.stopAll();
    base.remove();
  });

  it('start when their health check answers, and free their port when they are stopped', async () => {
    const healthUrl = `http://127.0.0.1:${port}/`;
    const service = serviceOf(await owned.serve(`echo starting; ${serverCommand(port)}`, { healthUrl, port }));
    assert.equal(await (await fetch(healthUrl)).text(), 'up');
    assert.deepEqual([service.isAlive(), service.output(), service.port], [true, 'starting\n', port]);
    assert.deepEqual(
      owned.ledger.list().map((each) => [each.pid, each.port]),
      [[service.pid, port]],
    );
    await service.stop();
    await service.stop();
    assert.deepEqual([service.isAlive(), await listens(port), owned.ledger.list()], [false, false, []]);
  });

  it('start when they listen, where no health check is given, and when they live, where no port is given either', async () => {
    const listening = serviceOf(await owned.serve(serverCommand(port), { port }));
    const living = serviceOf(await owned.serve('exec sleep 100'));
    assert.deepEqual([await listens(port), runs(living.pid)], [true, true]);
    await Promise.all([listening.stop(), living.stop()]);
    assert.deepEqual([await listens(port), runs(living.pid)], [false, false]);
  });

  it('tell why they did not start: an early end, a daemon, a time limit, an unhealthy answer', async () => {
    const failed = await owned.serve('echo "cannot find module" >&2; exit 3', { port });
    assert.deepEqual(failed, {
      ok: false,
      why: 'web ended with exit code 3 before it was ready. Its output says why.',
      output: 'cannot find module\n',
    });
    assert.match(whyOf(await owned.serve('sleep 100 &', { port })), /stays in the foreground/u);
    assert.match(
      whyOf(await owned.serve('sleep 100', { port, startLimitMs: 200 })),
      /did not listen on port \d+ within 200 ms/u,
    );
    const unhealthy = `exec '${process.execPath}' -e 'require("http").createServer((q,s)=>{s.statusCode=500;s.end()}).listen(${port})'`;
    const healthUrl = `http://localhost:${port}/health`;
    assert.match(
      whyOf(await owned.serve(unhealthy, { port, healthUrl, startLimitMs: 600 })),
      /did not answer http.*with 2xx or 3xx/u,
    );
    assert.deepEqual([await listens(port), owned.ledger.list()], [false, []]);
  });

  it('leave a port alone that another process has taken', async () => {
    const other = net.createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const started = await owned.serve(serverCommand(port), { port });
    assert.match(whyOf(started), /already taken by another process, which is left alone/u);
    assert.equal(await listens(port), true);
    await new Promise((resolve) => other.close(resolve));
  });

  it('are not asked for their health on another machine', async () => {
    for (const healthUrl of [
      'http://169.254.169.254/',
      'http://example.org/',
      'file:///etc/passwd',
      'http://localhost.example.org/',
    ]) {
      assert.match(whyOf(await owned.serve('sleep 1', { healthUrl })), /no http URL of this machine/u);
    }
  });

  it('end when their start is cancelled, and when the shell stops everything', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    assert.match(whyOf(await owned.serve('sleep 100', { port, signal: controller.signal })), /cancelled/u);
    const service = serviceOf(await owned.serve(serverCommand(port), { port }));
    await owned.shell.stopAll();
    assert.deepEqual([service.isAlive(), await listens(port), owned.ledger.list()], [false, false, []]);
  });

  it('end with their whole tree, however deep and deaf', async () => {
    const deaf = `trap "" TERM; (trap "" TERM; ${serverCommand(port, 'process.on("SIGTERM",()=>{});')}) & wait`;
    const service = serviceOf(await owned.serve(deaf, { port }));
    await service.stop();
    assert.deepEqual([runs(service.pid), await listens(port)], [false, false]);
  });

  it('are given ports that nobody else was given', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => owned.shell.freePort()));
    assert.equal(new Set(ports).size, 50);
  });
});

function serviceOf(started: ServiceStart): RunningService {
  assert.ok(started.ok, started.ok ? '' : `${started.why} ${started.output}`);
  return started.service;
}

function whyOf(started: ServiceStart): string {
  return started.ok ? 'started' : started.why;
}
