import { crashSuite } from '../../support/crash/crashSuite.ts';
import { workPoints } from '../../support/crash/points.ts';

crashSuite('a mission killed while workers build', workPoints);
