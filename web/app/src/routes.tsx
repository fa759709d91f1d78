import { Navigate, type RouteObject } from 'react-router';
import { ErrorPage } from './shell/ErrorPage';
import { Shell } from './shell/Shell';

/** A page of ours: its address, its chunk, and the word by which the navigation names it. */
export interface PageEntry {
  path: string;
  word?: string;
  lazy: NonNullable<RouteObject['lazy']>;
}

/** To add a page, add a line; the server answers its first segment too: `Routes` in Concord.Server/Pages/AppFiles.cs. */
export const pages: PageEntry[] = [
  { path: '/studies', word: 'studies', lazy: async () => ({ Component: (await import('./studies/StudiesPage')).StudiesPage }) },
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
    hydrateFallbackElement: <></>,
    children: [
      { index: true, path: '/', element: <Home /> },
      ...pages.map(({ path, lazy }) => ({ path, lazy, errorElement: <ErrorPage /> })),
      { path: '*', element: <ErrorPage /> },
    ],
  },
];

/** The studies, with whatever was asked of them behind the #. */
function Home() {
  return <Navigate to={{ pathname: '/studies', hash: location.hash }} replace />;
}
