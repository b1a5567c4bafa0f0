import { mountPage } from '../shared/mountPage.tsx';
import './missionControl.css';
import './details.css';
import './charts.css';
import './widths.css';
import { MissionControlPage } from './missionControlPage.tsx';
import { wishToReveal } from './navigation.ts';

mountPage(MissionControlPage, { onReveal: wishToReveal });
