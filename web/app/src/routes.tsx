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
  /** It has addresses of its own below it. */
  isTree?: boolean;
  Page: ComponentType;
}

/** To add a page, add a line; the server answers its first segment too: `Routes` in Concord.Server/Pages/AppFiles.cs. */
export const pages: PageEntry[] = [
  { path: '/studies', word: 'studies', Page: lazy(async () => ({ default: (await import('./studies/StudiesPage')).StudiesPage })) },
  { path: '/view/:study', isBare: true, Page: lazy(async () => ({ default: (await import('./viewer/ViewPage')).ViewPage })) },
  { path: '/system', word: 'system', isTree: true, Page: lazy(async () => ({ default: (await import('./system/SystemPage')).SystemPage })) },
];

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <ErrorPage />,
    children: [
      { path: '/', element: <Home /> },
      ...pages.map(({ path, isTree, Page }) => ({ path: isTree ? `${path}/*` : path, element: <Page />, errorElement: <ErrorPage /> })),
      { path: '*', element: <ErrorPage /> },
    ],
  },
];

/** The studies, with whatever was asked of them behind the #. */
function Home() {
  return <Navigate to={{ pathname: '/studies', hash: location.hash }} replace />;
}
