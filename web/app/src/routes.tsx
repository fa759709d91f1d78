import { lazy, type ComponentType } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { ErrorPage } from './shell/ErrorPage';
import { Shell } from './shell/Shell';

/** A page of ours: its address, the word by which the navigation names it, and its chunk. */
export interface PageEntry {
  path: string;
  word?: string;
  /** Without the bar on top: the page has its own. */
  isBare?: boolean;
  Page: ComponentType;
}

/** To add a page, add a line; the server answers its first segment too: `Routes` in Concord.Server/Pages/AppFiles.cs. */
export const pages: PageEntry[] = [
  { path: '/studies', word: 'studies', Page: lazy(async () => ({ default: (await import('./studies/StudiesPage')).StudiesPage })) },
  { path: '/view/:study', isBare: true, Page: lazy(async () => ({ default: (await import('./viewer/ViewPage')).ViewPage })) },
];

/** Pages that are not part of this build yet. */
export const plainPages = [
  { href: '/lifecycle', word: 'lifecycle' },
  { href: '/integrity', word: 'integrity' },
];

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <ErrorPage />,
    children: [
      { path: '/', element: <Home /> },
      ...pages.map(({ path, Page }) => ({ path, element: <Page />, errorElement: <ErrorPage /> })),
      { path: '*', element: <ErrorPage /> },
    ],
  },
];

/** The studies, with whatever was asked of them behind the #. */
function Home() {
  return <Navigate to={{ pathname: '/studies', hash: location.hash }} replace />;
}
