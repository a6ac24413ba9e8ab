/** Starts the storefront in the page. */
import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.ts';
import { router } from './router.tsx';
import { loadSettings } from './settings.ts';
import { keepOfflinePage } from './shell/install.ts';
import { texts } from './texts.ts';

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root.');

const start = async (): Promise<void> => {
  await loadSettings();
  createRoot(place).render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
};

keepOfflinePage();
start().catch((error: unknown) => {
  place.textContent = texts.errors.unableToStart;
  throw error;
});
