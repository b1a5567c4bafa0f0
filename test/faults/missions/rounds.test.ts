import { crashSuite } from '../../support/crash/crashSuite.ts';
import { roundPoints } from '../../support/crash/points.ts';

crashSuite('a mission killed while its work is judged', roundPoints);
