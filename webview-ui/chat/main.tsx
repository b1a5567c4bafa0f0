import { mountPage } from '../shared/mountPage.tsx';
import './chat.css';
import { ChatPage } from './chatPage.tsx';
import { wishToCompose } from './composeWish.ts';

document.body.classList.add('side');
mountPage(ChatPage, { onCompose: wishToCompose });
