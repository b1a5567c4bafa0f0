// Mocha's spec output, and its counts as JSON in the file that COUNTS_FILE names.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.COUNTS_FILE;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending }));
    });
  }
}
