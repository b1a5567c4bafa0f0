/**
 * Plays a Longhaul process that is about to be killed. Arguments: folder, token, port. Starts a service, a command and one
 * that hides, then writes the file `ready` and waits.
 */
import fs from 'node:fs';
import path from 'node:path';
import { numberIn, serverCommand } from './lookAround.ts';
import { ownedShell } from './ownedShell.ts';

const [folder = '', token = '', port = '0'] = process.argv.slice(2);
const owned = await ownedShell(folder, token);
const file = (name: string): string => path.join(folder, 'ws', name);
const service = await owned.serve(`echo $$ > service; ${serverCommand(Number(port))}`, { port: Number(port) });
if (!service.ok) throw new Error(service.why);
void owned.run(`trap '' TERM HUP; echo $$ > command; while :; do sleep 0.1; done`);
void owned.run(`setsid nohup sh -c 'echo $$ > hidden; exec sleep 1000' > /dev/null 2>&1 & sleep 1000`);
await Promise.all(['service', 'command', 'hidden'].map((name) => numberIn(file(name))));
fs.writeFileSync(file('ready'), '1\n');
setInterval(() => undefined, 1000);
