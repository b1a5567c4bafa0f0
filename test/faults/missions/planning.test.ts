import { crashSuite } from '../../support/crash/crashSuite.ts';
import { planningPoints } from '../../support/crash/points.ts';

crashSuite('a mission killed while it is planned', planningPoints);
