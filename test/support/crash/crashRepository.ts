import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The page is read anew for every request, and every request is written to the file of marks. */
const server = `const { appendFileSync, readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const [port, marks] = process.argv.slice(2);
appendFileSync(marks + '.ports', port + '\\n');
createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.searchParams.has('call')) appendFileSync(marks, url.searchParams.get('call') + '\\n');
  const page = readFileSync('page.txt', 'utf8');
  response.setHeader('x-marks', marks);
  response.end(page.replace('NAME', url.pathname.slice(1)));
}).listen(Number(port), '127.0.0.1');
`;

const files: Record<string, string> = {
  'greet.sh': 'echo Hello\n',
  'check.sh': 'sh greet.sh | grep -q Hello || exit 1\necho 1 passed\n',
  'page.txt': 'Hello\n',
  'serve.cjs': server,
};

/** Makes a repository of a greeter in shell, which is quick to start, with a test and a small web page. */
export function crashRepository(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'A Person');
  git('config', 'user.email', 'person@example.invalid');
  git('add', '.');
  git('commit', '-q', '-m', 'a greeter');
}
