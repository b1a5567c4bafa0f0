import { repositoryGit } from '../../../src/adapters/node/git/repositoryGit.ts';
import { testGitLimits } from '../../support/temporaryRepository.ts';

/** A process of its own that accepts an attempt, to be killed meanwhile. Says "ready" before. */
const [folder = '', base = '', tip = ''] = process.argv.slice(2);
const git = repositoryGit({ folder, limits: testGitLimits });
const trailers = { Mission: 'm1', Feature: 'F1', Attempt: '1', Assertions: '', Fixes: '' };
process.stdout.write('ready\n');
await git.acceptAttempt({ branch: 'mission/one', base, tip, message: 'Feature one', trailers });
