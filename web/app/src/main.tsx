import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import './words/i18n';
import './shell/shell.css';
import { Frame } from './shell/Frame';
import { routes } from './routes';

// A page of a build that is not served any more: begin anew with the one that is.
window.addEventListener('vite:preloadError', () => location.reload());

const router = createBrowserRouter(routes);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Frame><RouterProvider router={router} /></Frame>
  </StrictMode>,
);
