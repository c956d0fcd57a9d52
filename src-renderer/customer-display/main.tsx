import { createRoot } from 'react-dom/client';
import '../ui/till.css';
import './display.css';
import { CustomerDisplay } from './customer-display.tsx';
import { isInBrowser, receiveMessages } from './display-port.ts';
import { speak, startDisplayWords } from './display-words.ts';
import { holdMessages } from './held-message.ts';

async function start(): Promise<void> {
  const place = document.getElementById('till');
  if (!place) throw new Error('display.html has no place for the display');
  const root = createRoot(place);
  const { dataset } = document.documentElement;
  dataset.theme = 'light';
  dataset.display = isInBrowser() ? 'browser' : 'electron';
  await startDisplayWords();
  receiveMessages(
    holdMessages((message) => {
      dataset.theme = message.look.theme;
      dataset.textSize = String(message.look.textSize);
      if (message.look.training) dataset.training = 'true';
      else delete dataset.training;
      speak(message.look.language);
      root.render(<CustomerDisplay message={message} />);
    }),
  );
  // In a browser a person puts the window where it belongs, and then one tap fills that screen.
  if (isInBrowser())
    document.addEventListener('click', () => {
      if (document.fullscreenElement) document.exitFullscreen().catch(reportError);
      else document.documentElement.requestFullscreen().catch(reportError);
    });
}

void start();
