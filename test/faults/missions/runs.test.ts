import { crashSuite } from '../../support/crash/crashSuite.ts';
import { runPoints } from '../../support/crash/points.ts';

crashSuite('a mission killed at the steps of a run', runPoints);
