/** Every page and its address. A page's code is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseCatalogSearch, parsePlainSearch, stringifyPlainSearch } from './catalog/search.ts';
import { parseCheckoutSearch } from './checkout/steps.ts';
import { BrokenPage, LostPage } from './shell/lost-page.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: LostPage, errorComponent: BrokenPage });

const catalog = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: parseCatalogSearch,
  component: lazyRouteComponent(() => import('./catalog/catalog-page.tsx'), 'CatalogPage'),
});

const item = createRoute({
  getParentRoute: () => root,
  path: '/items/$itemId',
  component: lazyRouteComponent(() => import('./catalog/item-page.tsx'), 'ItemPage'),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: '/basket',
  component: lazyRouteComponent(() => import('./basket/basket-page.tsx'), 'BasketPage'),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: '/checkout',
  validateSearch: parseCheckoutSearch,
  component: lazyRouteComponent(() => import('./checkout/checkout-page.tsx'), 'CheckoutPage'),
});

const callback = createRoute({
  getParentRoute: () => root,
  path: '/callback',
  component: lazyRouteComponent(() => import('./session/callback-page.tsx'), 'CallbackPage'),
});

const pageIn = ({ page }: Record<string, unknown>): { page?: number } =>
  Number(page) > 1 ? { page: Math.trunc(Number(page)) } : {};

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: pageIn,
  component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$orderId',
  validateSearch: ({ placed }: Record<string, unknown>): { placed?: true } =>
    placed === true || placed === 'true' ? { placed: true } : {},
  component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
});

const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
});

const operate = createRoute({
  getParentRoute: () => root,
  path: '/operate',
  component: lazyRouteComponent(() => import('./operator/operator-frame.tsx'), 'OperatorFrame'),
});

export const router = createRouter({
  routeTree: root.addChildren([catalog, item, basket, checkout, callback, orders, order, profile, operate]),
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
  parseSearch: parsePlainSearch,
  stringifySearch: stringifyPlainSearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
